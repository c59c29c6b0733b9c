/** The chat that is open: its heading, its topics, its messages. */
import { attempt, letBot } from "./acts.js";
import { $, el } from "./dom.js";
import { shown } from "./message.js";
import { post } from "./requests.js";
import { subtitleOf, titleOf } from "./rooms.js";
import { isForum, isPrivate, listen, store, tell } from "./store.js";
import { t } from "./words.js";

const NEAR_PX = 160;

/** Whether a message stands in the topic that is open. */
function isHere(message) {
  if (message.chat.id !== store.chat) return false;
  return !isForum(store.room) || (message.message_thread_id ?? null) === store.topic;
}

function heading() {
  const room = store.room;
  const typing = (store.typing.get(room.id) ?? 0) > Date.now();
  $("#heading h2").textContent = titleOf(room);
  $("#heading p").textContent = typing ? t("typing") : subtitleOf(room);
  if (typing) setTimeout(() => store.room === room && heading(), 1000);
  const presence = isPrivate(room) ? ["unblock", "block"] : ["bring_back", "take_out"];
  $("#presence").title = t(presence[Number(room.has_bot)]);
  $("#presence").setAttribute("aria-label", $("#presence").title);
  $("#presence").classList.toggle("absent", !room.has_bot);
  $("#speaker").hidden = isPrivate(room);
  $("#speaker select").replaceChildren(...room.people.map((id) =>
    el("option", { value: id, selected: id === store.speaker }, store.town.people[id])));
  $("#privacy").hidden = isPrivate(room);
  $("#privacy").title = t("privacy_hint");
  $("#privacy input").checked = store.town.privacy;
}

function topics() {
  const { room } = store;
  $("#topics").hidden = !isForum(room);
  const all = [{ id: null, name: t("general") }, ...room.topics];
  $("#topics").replaceChildren(...all.map(({ id, name }) => {
    const tab = el("button", { type: "button", role: "tab", "aria-selected": String(id === store.topic) }, name);
    tab.addEventListener("click", () => {
      store.topics.set(store.chat, id);
      tell("opened");
    });
    return tab;
  }));
}

function toEnd() {
  $("#messages").scrollTop = $("#messages").scrollHeight;
}

/** Long quotes are folded; a short one has nothing to unfold. */
function foldQuotes(within) {
  for (const quote of within.querySelectorAll("blockquote.expandable:not(.open)")) {
    const [text, button] = quote.children;
    button.hidden = text.scrollHeight <= text.clientHeight + 2;
  }
}

function draw() {
  if (!store.room) return;
  heading();
  topics();
  const all = [...store.messagesOf(store.chat).values()].filter(({ message }) => isHere(message));
  $("#messages").replaceChildren(...all.map(shown));
  [...$("#messages").children].forEach(close);
  foldQuotes($("#messages"));
  toEnd();
}

/** Files of one album stand close together. */
function close(made) {
  const { album } = made.dataset;
  made.classList.toggle("joined", Boolean(album) && made.previousElementSibling?.dataset.album === album);
}

/** Put a message where it belongs; whoever reads at the end stays at the end. */
function put(event) {
  if (!store.room || !isHere(event.message)) return;
  const list = $("#messages");
  const wasNear = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
  const made = shown(event);
  const old = document.getElementById(made.id);
  if (old) old.replaceWith(made);
  else list.append(made);
  close(made);
  foldQuotes(made);
  if (wasNear || (!old && event.message.from.id === store.speaker)) toEnd();
  heading();
}

export function showConversation() {
  listen("opened", draw);
  listen("town", () => store.room && heading());
  listen("message", put);
  listen("gone", ({ chat, id }) => chat === store.chat && document.getElementById(`message-${id}`)?.remove());
  listen("typing", ({ chat }) => chat === store.chat && heading());
  listen("forgotten", () => $("#messages").replaceChildren());
  $("#back").addEventListener("click", () => { location.hash = ""; });
  $("#speaker select").addEventListener("change", ({ target }) => {
    store.speakers.set(store.chat, Number(target.value));
    tell("opened");
  });
  $("#presence").addEventListener("click", () => letBot(!store.room.has_bot));
  $("#privacy input").addEventListener("change", ({ target }) =>
    attempt(() => post("privacy", { on: target.checked })));
}
