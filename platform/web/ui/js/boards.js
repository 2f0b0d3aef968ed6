// Boards: columns that do not fit are one press away, and a button says that there are some.
const frames = () => document.querySelectorAll(".board-frame");

function look(frame) {
  const board = frame.querySelector(".board");
  frame.toggleAttribute("data-more", board.scrollLeft + board.clientWidth < board.scrollWidth - 8);
}

const lookAtAll = () => frames().forEach(look);

document.addEventListener("click", (event) => {
  const board = event.target.closest("[data-board-on]")?.parentElement.querySelector(".board");
  board?.scrollBy({ left: board.clientWidth, behavior: "smooth" });
});
document.addEventListener("scroll", (event) => event.target.matches?.(".board") && look(event.target.parentElement), true);
document.addEventListener("htmx:after:swap", lookAtAll);
addEventListener("resize", lookAtAll);
lookAtAll();
