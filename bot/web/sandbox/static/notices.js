/** Lines that come and go, and alerts that wait for a click. */
import { $ } from "./dom.js";
import { Refusal } from "./requests.js";
import { t } from "./words.js";

const SHOWN_MS = 4000;
let hiding;

export function toast(text, isAlert = false) {
  if (isAlert) {
    $("#alert p").textContent = text;
    $("#alert").showModal();
    return;
  }
  $("#toast").textContent = text;
  clearTimeout(hiding);
  hiding = setTimeout(() => { $("#toast").textContent = ""; }, SHOWN_MS);
}

/** Say why something could not be done. */
export function warn(refusal) {
  toast(t(refusal instanceof Refusal ? refusal.why : "failed"));
}
