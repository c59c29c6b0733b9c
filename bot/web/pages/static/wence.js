// What pages can do besides where scripts run; each of them works without.
"use strict";

// `#q120-180` behind an article's address is the quote that `/q120-180` marks.
const quoted = /^#q(\d+-\d+)$/.exec(location.hash);
if (quoted && /^\/a\/[^/]+$/.test(location.pathname)) {
  location.replace(`${location.pathname}/q${quoted[1]}${location.search}#q`);
}

// Telegram's login answers behind the address, where no server sees it: the page reads it out.
const login = /^#tgAuthResult=([\w-]+)=*$/.exec(location.hash);
if (login && location.pathname === "/desk/telegram") {
  const bytes = atob(login[1].replaceAll("-", "+").replaceAll("_", "/"));
  const fields = JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (one) => one.charCodeAt(0))));
  location.replace(fields ? `/desk/telegram?${new URLSearchParams(fields)}` : "/desk/telegram");
}

// A click takes a citation to the clipboard.
for (const text of document.querySelectorAll(".cite pre")) {
  const said = document.body.dataset;
  if (!navigator.clipboard || !said.copy) break;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = said.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = said.copied;
  });
  text.before(button);
}

// The progress of a reindex, line by line; the page is taken anew when it has ended.
const progress = document.querySelector("[data-progress]");
if (progress) {
  const events = new EventSource(progress.dataset.progress);
  events.addEventListener("message", (event) => { progress.textContent = JSON.parse(event.data); });
  events.addEventListener("end", () => { events.close(); location.reload(); });
}
