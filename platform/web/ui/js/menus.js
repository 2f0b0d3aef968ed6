// Menus (one open at a time, closed by Escape or a click outside) and the phone's side bar.
const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  const opener = event.target.closest("[data-opens-menu]");
  if (opener) toggleSideBar(opener);
  else if (event.target.closest(".side-veil")) closeSideBar();
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu]");
  if (event.key === "Escape") {
    for (const opened of open()) {
      opened.open = false;
      if (opened === menu) opened.querySelector("summary").focus();
    }
    closeSideBar();
  }
  if (menu?.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const items = [...menu.querySelectorAll(".menu-item")];
    const step = event.key === "ArrowDown" ? 1 : -1;
    const at = items.indexOf(document.activeElement);
    items[(at + step + items.length) % items.length]?.focus();
  }
});

function toggleSideBar(opener) {
  const bar = document.getElementById(opener.dataset.opensMenu);
  if (bar.hasAttribute("data-open")) return closeSideBar();
  bar.setAttribute("data-open", "");
  const veil = document.createElement("div");
  veil.className = "side-veil";
  bar.after(veil);
  bar.querySelector("a, summary")?.focus();
}

function closeSideBar() {
  document.querySelector(".side-bar[data-open]")?.removeAttribute("data-open");
  document.querySelector(".side-veil")?.remove();
}
