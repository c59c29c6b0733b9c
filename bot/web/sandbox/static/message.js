/** One message as a client of Telegram shows it. */
import { command, copy, edit, follow, react, remove, reply } from "./acts.js";
import { el } from "./dom.js";
import { rendered } from "./entities.js";
import { keyboard } from "./keyboard.js";
import { avatar, isService, summary } from "./rooms.js";
import { isPrivate, store } from "./store.js";
import { t } from "./words.js";

const time = (date) =>
  new Date(date * 1000).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

function size(bytes) {
  const units = ["B", "KB", "MB"];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 2);
  return `${(bytes / 1000 ** power).toFixed(power ? 1 : 0)} ${units[power]}`;
}

function attachment({ document: file, photo }) {
  if (photo) {
    const address = `/files/${photo.at(-1).file_id}`;
    return el("a.photo", { href: address, target: "_blank" }, el("img", { src: address, alt: t("photo"), loading: "lazy" }));
  }
  if (!file) return undefined;
  return el("a.document", { href: `/files/${file.file_id}`, download: file.file_name },
    el("span.mark", { "aria-hidden": "true" }, "↓"),
    el("span", {}, file.file_name), el("small", {}, size(file.file_size)));
}

function quoted(message) {
  const target = message.reply_to_message;
  if (!target || target.forum_topic_created) return undefined;
  const made = el("button.quoted", { type: "button" },
    el("strong", {}, target.from.first_name), el("span", {}, summary(target)));
  made.addEventListener("click", () =>
    document.getElementById(`message-${target.message_id}`)?.scrollIntoView({ block: "center", behavior: "smooth" }));
  return made;
}

function icon(sign, name, act) {
  const made = el("button.icon", { type: "button", title: t(name), "aria-label": t(name) }, sign);
  made.addEventListener("click", act);
  return made;
}

const EMOJI = ["👍", "👎", "❤", "🙏", "🤔", "🎉"];
const isMine = ({ people }) => people.includes(store.speaker);

/** The emoji to choose from; one's own again takes it away. */
function choice(message, reactions) {
  return EMOJI.map((emoji) => {
    const chosen = reactions.some((one) => one.emoji === emoji && isMine(one));
    const made = el("button.icon", { type: "button", "aria-pressed": String(chosen) }, emoji);
    made.addEventListener("click", () => react(message, chosen ? null : emoji));
    return made;
  });
}

function tools(message, isOwn, reactions) {
  const text = message.text ?? message.caption;
  const made = el("div.tools", {},
    icon("↩", "reply", () => reply(message)),
    icon("☺", "react", () => {
      made.replaceChildren(...choice(message, reactions));
      made.firstChild.focus();
    }),
    isOwn && message.text ? icon("✎", "edit", () => edit(message)) : undefined,
    text ? icon("⧉", "copy", () => copy(text)) : undefined,
    isOwn || isPrivate(store.room) ? icon("🗑", "delete", () => remove(message)) : undefined);
  return made;
}

function footer(message, reactions) {
  return el("footer", {},
    reactions.length ? el("span.reactions", {}, ...reactions.map((one) =>
      el(isMine(one) ? "span.mine" : "span", {}, one.emoji, one.people.length > 1 ? ` ${one.people.length}` : "")))
      : undefined,
    message.via_bot ? el("span", {}, t("via", { bot: message.via_bot.username })) : undefined,
    message.edit_date ? el("span", {}, t("edited")) : undefined,
    el("time", {}, time(message.date)));
}

/** The whole message; in groups with who wrote it. */
export function shown({ message, reactions }) {
  const id = `message-${message.message_id}`;
  if (isService(message)) return el("div.message.service", { id }, summary(message));
  const isOwn = message.from.id === store.speaker;
  const text = message.text ?? message.caption;
  const body = el("article.bubble", { tabindex: 0 },
    isPrivate(store.room) || isOwn ? undefined
      : el("h3", { "data-hue": Math.abs(message.from.id) % 6 }, message.from.first_name),
    quoted(message),
    attachment(message),
    text ? rendered(text, message.entities ?? message.caption_entities, { follow, command }) : undefined,
    footer(message, reactions),
    tools(message, isOwn, reactions));
  return el(isOwn ? "div.message.own" : "div.message.theirs", { id, "data-album": message.media_group_id },
    isOwn || isPrivate(store.room) ? undefined : avatar(message.from.first_name, message.from.id),
    el("div", {}, body, keyboard(message)));
}
