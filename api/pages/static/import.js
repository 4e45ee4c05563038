// The page works without this: it shows how much of a file is sent, says when sending broke off, and follows
// an import until its report.
"use strict";

const AGAIN_MS = 500;

function whenSent(request, form, words) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  if (request.status < 400) {
    location.assign(request.responseURL);
    return;
  }
  const told = page.querySelector("main [role=alert]") ?? page.querySelector("main h1");
  words.textContent = told ? told.textContent : form.dataset.broken;
  delete form.dataset.sent;
}

function send(form) {
  const words = document.getElementById("sending-words");
  const sent = document.getElementById("sent");
  const file = form.elements.file.files[0];
  const request = new XMLHttpRequest();
  const broken = () => {
    words.textContent = form.dataset.broken;
    sent.hidden = true;
    delete form.dataset.sent;
  };
  document.getElementById("sending").hidden = false;
  sent.hidden = false;
  sent.value = 0;
  words.textContent = form.dataset.sending.replace("{name}", file.name);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) {
      sent.value = (100 * event.loaded) / event.total;
    }
  });
  request.addEventListener("load", () => whenSent(request, form, words));
  for (const kind of ["error", "abort", "timeout"]) {
    request.addEventListener(kind, broken);
  }
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form));
}

const upload = document.getElementById("upload");
if (upload) {
  upload.addEventListener("submit", (event) => {
    // Whoever sends twice meets what coopt.js left here.
    if (!event.defaultPrevented) {
      event.preventDefault();
      send(upload);
    }
  });
  document.addEventListener("dragenter", () => upload.classList.add("over"));
  document.addEventListener("drop", () => upload.classList.remove("over"));
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) {
      upload.classList.remove("over");
    }
  });
}

async function follow() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-going-on]");
    if (!now) {
      location.replace(answer.url);
      return;
    }
    const old = document.querySelector("[data-going-on]");
    const [told, said] = [old.querySelector("[role=status]"), now.querySelector("[role=status]")];
    if (told.textContent !== said.textContent) {
      told.textContent = said.textContent;
    }
    old.querySelector("progress").replaceWith(now.querySelector("progress"));
    old.querySelector("ol").replaceWith(now.querySelector("ol"));
  } catch {
    // The server may be starting again: it is asked once more.
  }
  setTimeout(follow, AGAIN_MS);
}

if (document.querySelector("[data-going-on]")) {
  setTimeout(follow, AGAIN_MS);
}
