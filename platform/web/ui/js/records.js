// Values that are changed in place: a double click does what the pencil does.
document.addEventListener("dblclick", (event) => {
  const cell = event.target.closest(".cell-edit");
  if (cell && !event.target.closest("a, button")) cell.querySelector(".cell-pencil")?.click();
});

document.addEventListener("htmx:after:swap", () => {
  document.querySelector(".cell-form [data-first], #dialog-body [data-first]")?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.closest?.(".cell-form")?.querySelector("[data-cancel]")?.click();
});
