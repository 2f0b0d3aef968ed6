// Ctrl-K: type to search, arrows to choose, Enter to go.
const palette = document.getElementById("palette");

export function openPalette() {
  if (!palette || palette.open) return;
  const text = palette.querySelector("#palette-text");
  text.value = "";
  palette.querySelector("#palette-found").replaceChildren();
  palette.showModal();
  text.focus();
  narrow();
}

if (palette) {
  const text = palette.querySelector("#palette-text");
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) openPalette();
  });
  text.addEventListener("input", narrow);
  text.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") step(event, 1);
    if (event.key === "ArrowUp") step(event, -1);
    // A search field would only be emptied by it.
    if (event.key === "Escape") palette.close();
    if (event.key === "Enter") {
      event.preventDefault();
      chosen()?.click();
    }
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (palette.open && palette.contains(event.target)) narrow();
  });
}

function items() {
  return [...palette.querySelectorAll('[role="option"]:not([hidden])')];
}

function chosen() {
  return palette.querySelector('[aria-selected="true"]');
}

function narrow() {
  const words = palette.querySelector("#palette-text").value.trim().toLowerCase().split(/\s+/);
  for (const item of palette.querySelectorAll("[data-label]")) {
    const label = item.dataset.label.toLowerCase();
    item.hidden = !words.every((word) => label.includes(word));
  }
  const shown = items();
  palette.querySelector(".palette-none").hidden = shown.length > 0;
  choose(shown[0]);
}

function step(event, by) {
  event.preventDefault();
  const shown = items();
  const at = shown.indexOf(chosen());
  choose(shown[(at + by + shown.length) % shown.length]);
}

function choose(item) {
  for (const other of palette.querySelectorAll('[aria-selected="true"]')) other.setAttribute("aria-selected", "false");
  const text = palette.querySelector("#palette-text");
  if (!item) return text.removeAttribute("aria-activedescendant");
  item.setAttribute("aria-selected", "true");
  item.scrollIntoView({ block: "nearest" });
  if (item.id) text.setAttribute("aria-activedescendant", item.id);
}
