/** The raw updates that the bot got, and the requests that it made, the newest first. */
import { $, el } from "./dom.js";
import { listen, LOG_LENGTH, store } from "./store.js";

function entry(event) {
  const isUpdate = event.type === "update";
  const kind = isUpdate ? Object.keys(event.update).find((name) => name !== "update_id") : event.method;
  const what = isUpdate ? event.update : { ...event.parameters, ...(event.error ? { error: event.error } : {}) };
  const details = el("details", {},
    el("summary", {}, el("span", { "aria-hidden": "true" }, isUpdate ? "↓ " : "↑ "), kind,
      event.error ? el("strong", {}, ` ${event.error.error_code}`) : undefined));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(el("pre", { tabindex: 0 }, JSON.stringify(what, null, 2)));
  });
  return el(isUpdate ? "li.update" : "li.call", {}, details);
}

function note(event) {
  $("#log").prepend(entry(event));
  if ($("#log").children.length > LOG_LENGTH) $("#log").lastChild.remove();
}

function toggle(isShown) {
  $("#panel").hidden = !isShown;
  $("#show-panel").setAttribute("aria-expanded", String(isShown));
  $("#log").replaceChildren(...(isShown ? store.log.map(entry).reverse() : []));
}

export function showPanel() {
  $("#show-panel").addEventListener("click", () => toggle($("#panel").hidden));
  $("#hide-panel").addEventListener("click", () => toggle(false));
  listen("forgotten", () => $("#log").replaceChildren());
  for (const kind of ["update", "call"]) listen(kind, (event) => !$("#panel").hidden && note(event));
}
