/** What is offered above the composer: commands, mentions, the results of inline mode. */
import { attempt, command, start, write } from "./acts.js";
import { $, el } from "./dom.js";
import { post } from "./requests.js";
import { store } from "./store.js";
import { t } from "./words.js";

const PAUSE_MS = 250;
const list = $("#offers");
const writing = $("#composer textarea");
let offers = [];
let chosen = -1;
let pause;

function clear() {
  writing.value = "";
  noOffers();
}

export function noOffers() {
  clearTimeout(pause);
  offer([]);
}

/** Each has a label, a hint, `pick` for a click or Enter and perhaps `fill` for Tab. */
function offer(all, first = -1) {
  offers = all;
  list.hidden = !all.length;
  list.replaceChildren(...all.map(({ label, hint, pick }, number) => {
    const made = el("li", { role: "option", id: `offer-${number}` }, el("strong", {}, label), el("span", {}, hint ?? ""));
    if (!pick) made.setAttribute("aria-disabled", "true");
    made.addEventListener("mousedown", (event) => event.preventDefault());
    made.addEventListener("click", () => pick?.());
    return made;
  }));
  choose(first);
}

function choose(number) {
  chosen = number;
  [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === number)));
  list.children[number]?.scrollIntoView({ block: "nearest" });
  if (number < 0) writing.removeAttribute("aria-activedescendant");
  else writing.setAttribute("aria-activedescendant", `offer-${number}`);
}

function commands(begun) {
  const fitting = store.menu.commands.filter(({ command: name }) => name.startsWith(begun));
  offer(fitting.map(({ command: name, description }) => ({
    label: `/${name}`,
    hint: description,
    pick: () => { clear(); command(`/${name}`); },
    fill: () => write(`/${name} `),
  })), 0);
}

function mention(begun) {
  const name = store.town.bot.username;
  const fits = name.startsWith(begun.toLowerCase());
  const pick = () => write(`@${name} `);
  offer(fits ? [{ label: `@${name}`, hint: store.town.bot.name, pick, fill: pick }] : [], 0);
}

async function inline(text) {
  const here = store.here;
  const answer = await attempt(() => post("type", { ...here, text }));
  if (!answer || !writing.value.endsWith(text)) return;
  const above = answer.button
    ? [{ label: answer.button.text, pick: () => { clear(); start(answer.button.start_parameter ?? ""); } }] : [];
  const results = answer.results.map(({ id, title, description }) => ({
    label: title,
    hint: description,
    pick: () => { clear(); attempt(() => post("pick", { ...here, result: id })); },
  }));
  offer([...above, ...(results.length || above.length ? results : [{ label: t("no_results") }])]);
}

/** Offer what fits the text so far. */
export function followTyping(text) {
  clearTimeout(pause);
  const bot = store.town.bot.username.toLowerCase();
  const [, begun] = text.match(/^\/(\w*)$/) ?? [];
  const [, named] = text.match(/^@(\w*)$/) ?? [];
  const asked = text.toLowerCase().startsWith(`@${bot} `);
  if (begun !== undefined) commands(begun);
  else if (named !== undefined) mention(named);
  else if (asked) pause = setTimeout(() => inline(text.slice(bot.length + 2)), PAUSE_MS);
  else offer([]);
}

/** Whether a key was for the offers: arrows, Enter and Tab on the chosen one, Escape. */
export function keyInOffers(event) {
  if (list.hidden) return false;
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const one = offers[chosen];
  if (way) choose((chosen + way + offers.length) % offers.length);
  else if (event.key === "Escape") noOffers();
  else if (event.key === "Enter" && !event.shiftKey && one?.pick) one.pick();
  else if (event.key === "Tab" && one?.fill) one.fill();
  else return false;
  event.preventDefault();
  return true;
}
