// Keys: Ctrl-K always; single letters unless somebody is typing, or has switched them off.
import { openPalette } from "./palette.js";

const OFF = "single-keys-off";
const PATIENCE = 1200;
let going = 0;

const box = document.querySelector("[data-single-keys]");
if (box) {
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || localStorage.getItem(OFF)) return;
  if (document.querySelector("dialog[open]")) return;
  if (Date.now() - going < PATIENCE) {
    going = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) return link.click();
  }
  if (event.key === "g") going = Date.now();
  else act(event);
});

function act(event) {
  if (event.key === "/") openPalette();
  else if (event.key === "?") document.getElementById("keyboard-help")?.showModal();
  else if (event.key === "n") openNew();
  else if (!press(event.key) && !actOnRow(event.key)) return;
  event.preventDefault();
}

// A page's own keys: a button says its key in data-key.
function press(key) {
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  button?.click();
  return Boolean(button);
}

// In lists: j and k go from row to row, x selects, e edits; Enter opens, for the row's link has focus.
function actOnRow(key) {
  const rows = [...document.querySelectorAll(".list-row")];
  const here = rows.indexOf(document.activeElement?.closest(".list-row"));
  if (key === "j" || key === "k") {
    const next = rows[here < 0 ? 0 : here + (key === "j" ? 1 : -1)];
    next?.querySelector(".cell-lead a[href]")?.focus();
    return rows.length > 0;
  }
  if (here < 0) return false;
  if (key === "x") rows[here].querySelector("[data-check]")?.click();
  else if (key === "e") location.assign(`${rows[here].querySelector(".cell-lead a[href]").href}/edit`);
  else return false;
  return true;
}

function openNew() {
  const menu = document.getElementById("new-menu");
  if (!menu) return;
  menu.open = true;
  menu.querySelector(".menu-item")?.focus();
}

function typing(target) {
  return target.closest?.("input, textarea, select, [contenteditable]");
}
