/** Files by dragging, picking and pasting; pictures go as photos, all else as documents. */
import { attempt } from "./acts.js";
import { $ } from "./dom.js";
import { Refusal, upload } from "./requests.js";
import { store } from "./store.js";

const MOST_BYTES = 50_000_000;
const ALBUM = 10;
const isPicture = (file) => ["image/png", "image/jpeg"].includes(file.type);

/** Pictures together, documents together, ten at most: so Telegram makes albums of them. */
function albums(files) {
  const all = [];
  for (const file of files) {
    const last = all.at(-1);
    if (last && last.length < ALBUM && isPicture(last[0]) === isPicture(file)) last.push(file);
    else all.push([file]);
  }
  return all;
}

/** Send them one after the other; what was being written goes along with the first. */
async function send(files) {
  const writing = $("#composer textarea");
  const { topic, ...here } = store.here;
  let told = { ...here, ...(topic ? { topic } : {}), caption: writing.value.trim() };
  writing.value = "";
  for (const album of albums(files)) {
    const together = album.length > 1 ? { album: Math.floor(Math.random() * 2 ** 52) + 1 } : {};
    for (const file of album) {
      await attempt(() => {
        if (file.size > MOST_BYTES) throw new Refusal("too_big");
        return upload(file, { ...told, ...together, ...(isPicture(file) ? { photo: 1 } : {}) });
      });
      told = { ...told, caption: "" };
    }
  }
}

export function showFiles() {
  const [page, drop, files] = [$("#conversation"), $("#drop"), $("#files")];
  $("#attach").addEventListener("click", () => files.click());
  files.addEventListener("change", () => {
    send([...files.files]);
    files.value = "";
  });
  page.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    drop.hidden = false;
  });
  page.addEventListener("dragleave", (event) => { if (!page.contains(event.relatedTarget)) drop.hidden = true; });
  page.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.hidden = true;
    send([...event.dataTransfer.files]);
  });
  page.addEventListener("paste", (event) => {
    const pasted = [...event.clipboardData.files];
    if (!pasted.length) return;
    event.preventDefault();
    send(pasted);
  });
}
