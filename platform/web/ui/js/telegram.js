// Telegram opens its Mini App with what it signed behind the "#": no script of theirs is needed.
const form = document.querySelector("form[data-telegram]");
const signed = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
if (form && signed && window.self !== window.top) {
  // Telegram Web shows it in a frame, where no session is kept: a window of its own takes over.
  const way = form.querySelector("[data-telegram-window] a");
  way.href = location.href;
  way.target = "_blank";
  way.rel = "noopener";
  way.closest("p").hidden = false;
  form.querySelector("[data-telegram-here]").hidden = true;
} else if (form && signed) {
  form.elements.signed.value = signed;
  history.replaceState(null, "", location.pathname + location.search);
  form.submit();
}
