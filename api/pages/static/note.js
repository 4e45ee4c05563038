// A note is kept while it is written, and its link to the mail program follows. Without this, a button keeps it.
"use strict";

const QUIET_MS = 700;

const note = document.querySelector("form[data-keeps]");
if (note) {
  const told = document.getElementById("kept");
  const mail = document.getElementById("mail");
  let waiting = 0;
  let stale = false;
  let keeping = null; // one at a time: each names the version that the one before made

  const follow = (link) => {
    mail.hidden = !link;
    document.getElementById("mail-short").hidden = !link;
    document.getElementById("mail-long").hidden = Boolean(link);
    if (link) {
      mail.href = link;
    }
  };

  const send = async () => {
    const sent = new FormData(note);
    sent.set("do", "keep");
    try {
      const answer = await fetch(note.action, {
        method: "POST",
        body: sent,
        headers: { Accept: "application/json" },
        keepalive: true,
      });
      if (answer.ok) {
        const kept = await answer.json();
        note.elements.version.value = kept.version;
        follow(kept.mailto);
        told.textContent = note.dataset.saved;
      } else if (answer.status === 412) {
        stale = true;
        told.textContent = note.dataset.stale;
      }
    } catch {
      // The button keeps it, and says why where it cannot.
    }
  };

  const keep = () => {
    clearTimeout(waiting);
    waiting = 0;
    keeping = (keeping || Promise.resolve()).then(send);
    const mine = keeping;
    mine.then(() => {
      if (keeping === mine) {
        keeping = null;
      }
    });
  };

  for (const field of [note.elements.subject, note.elements.body]) {
    field.addEventListener("input", () => {
      if (!stale) {
        told.textContent = note.dataset.saving;
        clearTimeout(waiting);
        waiting = setTimeout(keep, QUIET_MS);
      }
    });
    field.addEventListener("blur", () => waiting && keep());
  }
  note.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (keeping) {
      event.preventDefault();
      keeping.then(() => {
        delete note.dataset.sent;
        note.requestSubmit(event.submitter);
      });
    }
  });
}
