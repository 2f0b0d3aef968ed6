// Boards: a card that is dropped is moved on the server; what is refused goes back to its place.
import Sortable from "sortablejs";

const wide = matchMedia("(width >= 48rem)");
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

for (const board of document.querySelectorAll("[data-board]")) {
  for (const list of board.querySelectorAll("[data-column]")) {
    Sortable.create(list, {
      group: "board",
      draggable: "[data-move]",
      filter: "a, button",
      preventOnFilter: false,
      animation: 120,
      disabled: !wide.matches,
      onEnd: (event) => dropped(board, event),
    });
  }
}

async function dropped(board, { item, from, to, oldIndex, newIndex }) {
  if (from === to && oldIndex === newIndex) return;
  const back = () => from.insertBefore(item, from.children[from === to && oldIndex > newIndex ? oldIndex + 1 : oldIndex] ?? null);
  if (from !== to && "asks" in to.dataset) {
    back();
    window.htmx.ajax("GET", `${item.dataset.move}?to=${to.dataset.column}`, { target: "#dialog-body" });
    return;
  }
  const above = item.previousElementSibling?.dataset.id ?? "";
  const body = new URLSearchParams({ to: to.dataset.column, below: above, board: location.search });
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial", "X-CSRF-Token": token() };
  const answer = await fetch(item.dataset.move, { method: "POST", body, headers }).catch(() => null);
  if (answer?.ok) heads(await answer.text());
  else back();
  tell(answer, board.dataset.failed);
}

function heads(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  for (const head of holder.content.querySelectorAll("[id^=head-]")) document.getElementById(head.id)?.replaceWith(head);
}

function tell(answer, failed) {
  const said = JSON.parse(answer?.headers.get("HX-Trigger") ?? "{}").toast;
  const toast = said ?? (answer?.ok ? null : { kind: "error", text: failed });
  if (toast) document.dispatchEvent(new CustomEvent("toast", { detail: toast }));
}
