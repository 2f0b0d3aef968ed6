// A form with data-here is sent with the place where the browser is; its text says when it cannot.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches?.("form[data-here]") || form.elements.latitude.value) return;
  event.preventDefault();
  const fail = () =>
    document.dispatchEvent(
      new CustomEvent("toast", { detail: { kind: "error", text: form.dataset.here } }),
    );
  if (!navigator.geolocation) return fail();
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      for (const name of ["latitude", "longitude", "accuracy"]) {
        form.elements[name].value = coords[name];
      }
      form.submit();
    },
    fail,
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
});
