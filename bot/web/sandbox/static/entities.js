/** Telegram's text with entities as elements: text nodes only, nothing is ever parsed as HTML. */
import { el } from "./dom.js";
import { t } from "./words.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
};
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

/** Whether a click may lead there. */
export const isSafe = (url) => /^(https?|tg|mailto):/i.test(url);

/** A link, or a button where the address is one that the page itself follows. */
export function link(url, children, follow, what = "a") {
  if (!isSafe(url)) return el("span", {}, ...children);
  const made = el(what, { href: url, title: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
  made.addEventListener("click", (event) => { if (follow(url)) event.preventDefault(); });
  return made;
}

function expandable(children) {
  const quote = el("blockquote.expandable", {}, el("div", {}, ...children));
  const button = el("button.more", { type: "button", "aria-expanded": "false" }, t("expand"));
  button.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    button.textContent = t(open ? "collapse" : "expand");
    button.setAttribute("aria-expanded", String(open));
  });
  quote.append(button);
  return quote;
}

function element(entity, own, children, acts) {
  switch (entity.type) {
    case "blockquote": return el("blockquote", {}, ...children);
    case "expandable_blockquote": return expandable(children);
    case "text_link": return link(entity.url, children, acts.follow);
    case "url": return link(own, children, acts.follow);
    case "bot_command": {
      const made = el("button.command", { type: "button" }, own);
      made.addEventListener("click", () => acts.command(own));
      return made;
    }
    case "mention": return el("span.mention", {}, ...children);
    case "spoiler": {
      const made = el("span.spoiler", { tabindex: 0 }, ...children);
      made.addEventListener("click", () => made.classList.add("shown"));
      return made;
    }
    default: return el(TAGS[entity.type] ?? "span", {}, ...children);
  }
}

function parts(text, start, end, entities, acts) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length;) {
    const entity = entities[i];
    const stop = Math.min(entity.offset + entity.length, end);
    let next = i + 1;
    while (next < entities.length && entities[next].offset < stop) next += 1;
    const isBlock = BLOCKS.has(entity.type);
    const before = text.slice(at, entity.offset);
    nodes.push(isBlock ? before.replace(/\n$/, "") : before);
    const inner = parts(text, entity.offset, stop, entities.slice(i + 1, next), acts);
    nodes.push(element(entity, text.slice(entity.offset, stop), inner, acts));
    at = isBlock && text[stop] === "\n" ? stop + 1 : stop;
    i = next;
  }
  nodes.push(text.slice(at, end));
  return nodes.filter((node) => node !== "");
}

/**
 * The text of a message; offsets count UTF-16 units, as strings do here.
 * `acts.follow(url)` is true where the page itself goes there; `acts.command(text)` writes one.
 */
export function rendered(text, entities, acts) {
  const made = el("div.text", { dir: "auto" }, ...parts(text, 0, text.length, entities ?? [], acts));
  return made;
}
