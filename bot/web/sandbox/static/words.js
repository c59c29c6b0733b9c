/** The page's own words, in the language that was chosen. */
import { $ } from "./dom.js";
import { post } from "./requests.js";

let lines = {};

export const language = {
  get tag() {
    return localStorage.getItem("language") ?? guessed(navigator.language.toLowerCase());
  },
  async choose(tag) {
    localStorage.setItem("language", tag);
    await speak();
  },
};

function guessed(tag) {
  if (!tag.startsWith("zh")) return tag.startsWith("en") ? "en" : "zh-hans";
  return /hant|tw|hk|mo/.test(tag) ? "zh-hant" : "zh-hans";
}

/** A line, filled in. */
export function t(name, values = {}) {
  return (lines[name] ?? name).replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
}

/** Load the words, put them where the page names them, and tell Telegram the language. */
export async function speak() {
  const answer = await fetch(`/api/words/${language.tag}`);
  lines = await answer.json();
  document.documentElement.lang = { "zh-hans": "zh-Hans", "zh-hant": "zh-Hant" }[language.tag] ?? "en";
  document.title = t("title");
  $("#language").value = language.tag;
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = t(each.dataset.word);
  for (const each of document.querySelectorAll("[data-hint]")) each.placeholder = t(each.dataset.hint);
  for (const each of document.querySelectorAll("[data-label], [data-hint]")) {
    const label = t(each.dataset.label ?? each.dataset.hint);
    each.setAttribute("aria-label", label);
    if (each.dataset.label) each.title = label;
  }
  await post("language", { tag: language.tag });
}
