/** What clicks in messages do: follow links, tap buttons, write commands, reply, edit, copy. */
import { toast, warn } from "./notices.js";
import { post } from "./requests.js";
import { isPrivate, store, tell } from "./store.js";
import { t } from "./words.js";

/** Do something that the sandbox may refuse, and say so where it does. */
export async function attempt(work) {
  try {
    return await work();
  } catch (refusal) {
    warn(refusal);
    return undefined;
  }
}

/** Write a message; where privacy mode keeps it from the bot, say so. */
export async function say(text, replyTo = null) {
  const answer = await attempt(() => post("say", { ...store.here, text, reply_to: replyTo }));
  if (answer && !answer.heard) toast(t(store.room.has_bot ? "unheard" : "absent", { bot: store.town.bot.username }));
  return answer !== undefined;
}

/** Follow a deep link to the bot, in the private chat of whoever speaks. */
export function follow(url) {
  const prefix = `https://t.me/${store.town.bot.username}?start=`;
  if (!url.startsWith(prefix)) return false;
  start(url.slice(prefix.length));
  return true;
}

export async function start(payload) {
  const room = store.town.rooms.find((one) => isPrivate(one) && one.id === store.speaker)
    ?? store.town.rooms.find(isPrivate);
  const said = { chat: room.id, person: room.people[0], text: `/start ${payload}`.trim() };
  if (room.has_bot) await attempt(() => post("say", said));
  location.hash = room.id;
}

export function command(text) {
  const own = `@${store.town.bot.username}`;
  say(isPrivate(store.room) || text.includes("@") ? text : text + own);
}

/** Tap a button; what the bot answers is shown as Telegram shows it. */
export async function tap(message, data) {
  const answer = await attempt(() => post("tap", { ...store.here, message: message.message_id, data }));
  if (!answer) return;
  if (answer.url && !follow(answer.url)) open(answer.url, "_blank", "noopener");
  if (answer.text) toast(answer.text, answer.alert);
}

export async function copy(text) {
  await attempt(() => navigator.clipboard.writeText(text));
  toast(t("copied"));
}

const about = (message, more = {}) => ({ ...store.here, message: message.message_id, ...more });
export const remove = (message) => attempt(() => post("delete", about(message)));
export const react = (message, emoji) => attempt(() => post("react", about(message, { emoji })));

/** Let the bot go, or come back; whoever lets it come back in private starts it, as in Telegram. */
export async function letBot(on) {
  await attempt(() => post("presence", { ...store.here, on }));
  if (on && isPrivate(store.room)) await say("/start");
}

/** Put text into the composer, such as an inline query. */
export const write = (text) => tell("write", text);
export const reply = (message) => tell("reply", message);
export const edit = (message) => tell("edit", message);
