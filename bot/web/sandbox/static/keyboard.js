/** The buttons under a message, each with the one thing that it does. */
import { copy, follow, tap, write } from "./acts.js";
import { el } from "./dom.js";
import { link } from "./entities.js";
import { store } from "./store.js";

const query = (text) => `@${store.town.bot.username} ${text}`;

const acts = {
  callback_data: (data, message) => tap(message, data),
  copy_text: ({ text }) => copy(text),
  switch_inline_query_current_chat: (text) => write(query(text)),
  switch_inline_query: (text) => write(query(text)),
};

function key(button, message) {
  const style = button.style ? `.${button.style}` : "";
  const address = button.url ?? button.web_app?.url;
  if (address) {
    return link(address, [button.text, el("span.leads", { "aria-hidden": "true" }, "↗")], follow, `a.key${style}`);
  }
  const made = el(`button.key${style}`, { type: "button" }, button.text);
  made.addEventListener("click", async () => {
    const [act] = Object.keys(acts).filter((name) => name in button);
    made.classList.add("busy");
    await acts[act]?.(button[act], message);
    made.classList.remove("busy");
  });
  return made;
}

export function keyboard(message) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return undefined;
  return el("div.keyboard", {}, ...rows.map((row) => el("div.row", {}, ...row.map((one) => key(one, message)))));
}
