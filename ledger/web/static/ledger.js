// What makes pages quicker for who has script; everything works without it.
"use strict";

// Keys: "/" goes to the box, "g" and a letter to a page, "j" and "k" along a list, Enter opens,
// "?" draws the keys on what they do.
let going = false;
let here = -1;

document.documentElement.classList.add("script");

function typing(target) {
  return target.closest("input, select, textarea, [contenteditable]") !== null;
}

function move(by) {
  const rows = [...document.querySelectorAll("main tbody tr")].filter((row) => row.querySelector("a"));
  if (rows.length === 0) return;
  if (rows[here]) rows[here].classList.remove("here");
  here = Math.min(Math.max(here + by, 0), rows.length - 1);
  rows[here].classList.add("here");
  rows[here].querySelector("a").focus();
}

// Ctrl-Enter, or the key of a Mac in its place, saves the form that one types in.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-save]");
  if (form === null || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button[value=save]") ?? form.querySelector("button"));
});

// What is to be looked at before anything is saved is shown first.
const checked = document.getElementById("checked") ?? document.querySelector("[role=alert]");
if (checked) {
  checked.setAttribute("tabindex", "-1");
  checked.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key;
  if (going) {
    going = false;
    const link = document.querySelector(`header a[data-key="${CSS.escape(key)}"]`);
    if (link) link.click();
    return;
  }
  if (key === "g") {
    going = true;
    setTimeout(() => { going = false; }, 1500);
  } else if (key === "/") {
    event.preventDefault();
    document.getElementById("jump").focus();
  } else if (key === "j" || key === "k") {
    move(key === "j" ? 1 : -1);
  } else if (key === "?") {
    document.body.classList.toggle("keys");
  } else {
    press(event);
  }
});

// What has a key drawn on it is pressed by that; a choice leads on to the field that comes next.
function press(event) {
  const found = document.querySelector(`main [data-press="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  found.click();
  const next = found.form && found.form.querySelector("[data-next]");
  if (next) next.focus();
}

// Copy link: a button behind each permanent link, where a page may write to the clipboard.
if (navigator.clipboard) {
  for (const link of document.querySelectorAll("a.permalink")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy link";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(link.href);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Cannot copy";
      }
      setTimeout(() => { button.textContent = "Copy link"; }, 2000);
    });
    link.after(" ", button);
  }
}
