/** Start: words, the feed of events, and the parts of the page. */
import { $ } from "./dom.js";
import { showRooms } from "./rooms.js";
import { showConversation } from "./conversation.js";
import { showPanel } from "./panel.js";
import { showComposer } from "./composer.js";
import { showFiles } from "./files.js";
import { forget, store, take, tell } from "./store.js";
import { language, speak } from "./words.js";

function hear() {
  const source = new EventSource("/api/news");
  let isNew = true;
  source.onopen = () => { isNew = true; };
  source.onmessage = ({ data }) => {
    $("#lost").hidden = true;
    if (isNew) forget();
    for (const event of JSON.parse(data)) take(event);
    if (isNew) tell("loaded");
    isNew = false;
  };
  source.onerror = () => { $("#lost").hidden = false; };
}

function chooseTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
}

$("#theme").addEventListener("click", () => {
  const usual = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const shown = localStorage.getItem("theme") ?? usual;
  localStorage.setItem("theme", shown === "dark" ? "light" : "dark");
  chooseTheme(localStorage.getItem("theme"));
});
$("#language").addEventListener("change", async ({ target }) => {
  await language.choose(target.value);
  if (store.town) tell("loaded");
});

chooseTheme(localStorage.getItem("theme"));
await speak();
showRooms();
showConversation();
showComposer();
showFiles();
showPanel();
hear();
