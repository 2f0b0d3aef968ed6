// Lists: "select all" and a count for the bar that acts on what is selected.
document.addEventListener("change", (event) => {
  const table = event.target.closest("table");
  if (!table) return;
  const boxes = [...table.querySelectorAll("[data-check]")];
  if (event.target.matches("[data-check-all]")) for (const box of boxes) box.checked = event.target.checked;
  else if (!event.target.matches("[data-check]")) return;
  const count = boxes.filter((box) => box.checked).length;
  const all = table.querySelector("[data-check-all]");
  if (all) all.indeterminate = count > 0 && count < boxes.length;
  for (const bar of document.querySelectorAll("[data-bulk-bar]")) {
    bar.hidden = count === 0;
    for (const place of bar.querySelectorAll("[data-bulk-count]")) place.textContent = count;
  }
});
