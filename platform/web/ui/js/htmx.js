// htmx, with our form token in every request that it makes.
import htmx from "htmx.org/dist/htmx.esm.js";

window.htmx = htmx;

document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) event.detail.ctx.request.headers["X-CSRF-Token"] = token;
});
