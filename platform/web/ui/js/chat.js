// Enter sends where there are keys to write a new line with; not while an input method composes.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (!event.target.matches?.("[data-enter-sends]") || matchMedia("(pointer: coarse)").matches) return;
  event.preventDefault();
  if (event.target.value.trim()) event.target.form.requestSubmit();
});
