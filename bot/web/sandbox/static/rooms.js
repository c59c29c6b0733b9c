/** The list of chats, each with its last message and how many are unread. */
import { $, el } from "./dom.js";
import { isPrivate, listen, store, tell } from "./store.js";
import { t } from "./words.js";

const time = (date) =>
  new Date(date * 1000).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

const SERVICE = ["forum_topic_created", "left_chat_member", "new_chat_members"];
/** Whether Telegram itself tells it, of the chat. */
export const isService = (message) => SERVICE.some((kind) => kind in message);

/** What a message says, in one line. */
export function summary(message) {
  if (message.forum_topic_created) return t("topic_made", { name: message.forum_topic_created.name });
  if (message.left_chat_member) return t("went", { name: message.left_chat_member.first_name });
  if (message.new_chat_members) return t("came", { name: message.new_chat_members[0].first_name });
  if (message.document) return message.caption || message.document.file_name;
  if (message.photo) return message.caption || t("photo");
  return message.text ?? "";
}

/** What a chat is called: a private one by the bot, as in Telegram. */
export function titleOf(room) {
  return isPrivate(room) ? store.town.bot.name : room.title;
}

export function subtitleOf(room) {
  if (isPrivate(room)) return t("private", { name: store.town.people[room.people[0]] });
  return t(room.topics.length ? "forum" : "group", { count: room.people.length + Number(room.has_bot) });
}

/** A coloured circle with a first character. */
export function avatar(name, id) {
  return el("span.avatar", { "aria-hidden": "true", "data-hue": Math.abs(id) % 6 }, [...name][0] ?? "");
}

function entry(room) {
  const all = [...store.messagesOf(room.id).values()];
  const last = all.at(-1)?.message;
  const unread = all.filter(({ message }) => message.message_id > (store.seen.get(room.id) ?? 0)).length;
  const label = isPrivate(room) ? subtitleOf(room) : titleOf(room);
  return el("li", {},
    el("a", { href: `#${room.id}`, "aria-current": room.id === store.chat ? "page" : undefined },
      avatar(isPrivate(room) ? store.town.people[room.people[0]] : label, room.id),
      el("span.label", {}, label),
      el("time", {}, last ? time(last.date) : ""),
      el("span.last", {}, last ? summary(last) : t("nothing_yet")),
      unread && room.id !== store.chat ? el("span.unread", {}, String(unread)) : undefined,
    ));
}

function draw() {
  if (store.town) $("#rooms").replaceChildren(...store.town.rooms.map(entry));
}

/** Open the chat that the address names; on a desk one is always open. */
function open() {
  if (!store.town) return;
  const named = Number(location.hash.slice(1));
  const there = store.town.rooms.some((room) => room.id === named);
  document.body.dataset.view = there ? "chat" : "list";
  store.chat = there ? named : store.chat ?? store.town.rooms[0].id;
  see();
  tell("opened");
  draw();
}

function see() {
  const ids = [...store.messagesOf(store.chat).keys()];
  store.seen.set(store.chat, Math.max(0, ...ids));
}

export function showRooms() {
  let isFirst = true;
  addEventListener("hashchange", open);
  listen("loaded", () => {
    if (isFirst) for (const room of store.town.rooms) store.seen.set(room.id, Math.max(0, ...store.messagesOf(room.id).keys()));
    isFirst = false;
    open();
  });
  listen("message", ({ message }) => {
    if (message.chat.id === store.chat) see();
    draw();
  });
  listen("gone", draw);
}
