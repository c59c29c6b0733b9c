/** Where one writes: messages, replies, edits; the first word is a click on Start, as in Telegram. */
import { attempt, letBot, say } from "./acts.js";
import { $ } from "./dom.js";
import { followTyping, keyInOffers, noOffers } from "./offers.js";
import { post } from "./requests.js";
import { summary } from "./rooms.js";
import { isPrivate, listen, store } from "./store.js";
import { t } from "./words.js";

const writing = $("#composer textarea");
let replying = null;
let editing = null;

function grow() {
  writing.style.height = "auto";
  writing.style.height = `${Math.min(writing.scrollHeight, 200)}px`;
}

export function put(text) {
  writing.value = text;
  writing.focus();
  writing.setSelectionRange(text.length, text.length);
  grow();
  followTyping(text);
}

/** What is being answered or changed is shown above the text. */
function about(name, message) {
  replying = name === "reply" ? message : null;
  editing = name === "edit" ? message : null;
  $("#about").hidden = !message;
  if (!message) return;
  $("#about strong").textContent = t(name);
  $("#about span").textContent = summary(message);
  put(editing ? editing.text : writing.value);
}

function draw() {
  const isEmpty = isPrivate(store.room) && store.messagesOf(store.chat).size === 0;
  const isBlocked = isPrivate(store.room) && !store.room.has_bot;
  $("#start").hidden = !isEmpty && !isBlocked;
  $("#start").textContent = t(isBlocked ? "unblock" : "start");
  $("#writing").hidden = isBlocked;
  $("#messages").dataset.about = isEmpty ? store.menu.about : "";
}

async function send() {
  const text = writing.value.trim();
  const [target, changed] = [replying, editing];
  if (!text) return;
  writing.value = "";
  noOffers();
  about(null, null);
  grow();
  const sent = changed
    ? await attempt(() => post("edit", { ...store.here, message: changed.message_id, text }))
    : await say(text, target?.message_id);
  if (!sent) put(text);
}

export function showComposer() {
  $("#composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  $("#start").addEventListener("click", () => (store.room.has_bot ? say("/start") : letBot(true)));
  $("#menu").addEventListener("click", () => put("/"));
  $("#about button").addEventListener("click", () => {
    if (editing) put("");
    about(null, null);
  });
  writing.addEventListener("input", () => {
    grow();
    followTyping(writing.value);
  });
  writing.addEventListener("keydown", (event) => {
    if (event.isComposing || keyInOffers(event)) return;
    if (event.key === "Escape" && (replying || editing)) $("#about button").click();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  });
  listen("loaded", () => { writing.disabled = false; });
  listen("write", put);
  listen("reply", (message) => about("reply", message));
  listen("edit", (message) => about("edit", message));
  listen("opened", () => {
    about(null, null);
    noOffers();
    draw();
  });
  for (const kind of ["message", "menu", "town"]) listen(kind, () => store.room && draw());
}
