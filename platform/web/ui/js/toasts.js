// Toasts: they leave by themselves, later when they hold a way back, never while being read.
const QUIET = 5000;
const WITH_UNDO = 10000;
const shelf = () => document.getElementById("toasts");

document.addEventListener("toast", (event) => show(event.detail));

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) dismiss(event.target.closest(".toast-item"));
});

document.addEventListener("htmx:error", () => show({ kind: "error", text: offline() }));

for (const toast of document.querySelectorAll("#toasts .toast-item")) leaveLater(toast);

function show({ kind = "success", text = "", undo = null }) {
  const template = document.getElementById(`toast-${kind}`);
  if (!template || !text) return;
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector(".toast-text").textContent = text;
  if (typeof undo === "string" && undo.startsWith("/") && !undo.startsWith("//")) {
    const form = toast.querySelector("form");
    form.action = undo;
    form.hidden = false;
  }
  shelf().append(toast);
  leaveLater(toast);
}

function leaveLater(toast) {
  const patience = toast.querySelector("form:not([hidden])") ? WITH_UNDO : QUIET;
  let timer = setTimeout(() => dismiss(toast), patience);
  const stay = () => clearTimeout(timer);
  const go = () => { timer = setTimeout(() => dismiss(toast), QUIET); };
  toast.addEventListener("mouseenter", stay);
  toast.addEventListener("focusin", stay);
  toast.addEventListener("mouseleave", go);
  toast.addEventListener("focusout", go);
}

function dismiss(toast) {
  toast.classList.add("toast-leaving");
  setTimeout(() => toast.remove(), 200);
}

function offline() {
  return shelf()?.dataset.offline ?? "";
}
