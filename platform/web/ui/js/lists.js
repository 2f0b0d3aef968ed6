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

// An orderly list: its buttons move a line up or down; the form sends the lines as they stand.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-orderly] [data-step]");
  if (!button) return;
  const line = button.closest("li");
  if (button.dataset.step === "up") line.previousElementSibling?.before(line);
  else line.nextElementSibling?.after(line);
  button.focus();
});

// As many lines as are needed: the last one stands there once more, empty.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-adds-line]");
  if (!button) return;
  const lines = button.parentElement.querySelectorAll("[data-line]");
  const last = lines[lines.length - 1];
  const line = last.cloneNode(true);
  for (const control of line.querySelectorAll("select, input")) {
    if (control.tagName === "SELECT") control.selectedIndex = 0;
    else control.value = "";
    control.setAttribute("aria-label", control.getAttribute("aria-label").replace(/\d+$/, lines.length + 1));
  }
  last.after(line);
  line.querySelector("select").focus();
});
