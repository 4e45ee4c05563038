// A page whose work goes on is looked at again, and what changed is put in its place.
"use strict";

const AGAIN_MS = 1500;

async function look() {
  const parts = [...document.querySelectorAll("[data-live]")];
  if (!parts.length) {
    return;
  }
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of parts) {
        const now = page.getElementById(part.id);
        if (now && !part.contains(document.activeElement)) {
          part.replaceWith(document.adoptNode(now));
        }
      }
    }
  } catch {
    // The server may be starting again: it is asked once more.
  }
  setTimeout(look, AGAIN_MS);
}

setTimeout(look, AGAIN_MS);
