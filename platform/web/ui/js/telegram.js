// Telegram opens its Mini App with what it signed behind the "#": no script of theirs is needed.
const form = document.querySelector("form[data-telegram]");
const signed = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
if (form && signed) {
  form.elements.signed.value = signed;
  history.replaceState(null, "", location.pathname + location.search);
  form.submit();
}
