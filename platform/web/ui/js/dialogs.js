// Dialogs: opened by data-opens, by content that htmx puts into one, or to ask before a change.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
});

for (const dialog of document.querySelectorAll("dialog[data-open]")) dialog.showModal();

document.addEventListener("htmx:after:swap", () => {
  const dialog = document.getElementById("dialog");
  if (!dialog) return;
  const full = dialog.querySelector("#dialog-body").childElementCount > 0;
  if (full && !dialog.open) dialog.showModal();
});

document.getElementById("dialog")?.addEventListener("close", (event) => {
  event.target.querySelector("#dialog-body").replaceChildren();
});

document.addEventListener("dialog:close", () => document.getElementById("dialog")?.close());

document.addEventListener("submit", async (event) => {
  const question = event.target.dataset.confirm;
  if (!question || event.target.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await ask(question))) return;
  event.target.dataset.confirmed = "yes";
  event.target.requestSubmit(event.submitter);
  delete event.target.dataset.confirmed;
}, true);

document.addEventListener("htmx:confirm", (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  if (!ctx.confirm) return;
  event.preventDefault();
  ask(ctx.confirm).then((yes) => (yes ? issueRequest() : dropRequest()));
});

function ask(question) {
  const dialog = document.getElementById("confirm");
  if (!dialog) return Promise.resolve(window.confirm(question));
  dialog.querySelector("#confirm-text").textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
