// The calendar: an appointment that is dragged takes place on another day, or at another hour.
const sheet = document.querySelector("[data-calendar]");
const mark = document.createElement("li");
mark.className = "cal-mark";
let dragged = null;
let grip = 0;

if (sheet) {
  sheet.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-move]");
    if (!dragged) return;
    grip = event.clientY - dragged.getBoundingClientRect().top;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.at);
    dragged.classList.add("cal-dragged");
  });
  sheet.addEventListener("dragover", (event) => {
    const place = under(event);
    if (!place) return;
    event.preventDefault();
    show(place);
  });
  sheet.addEventListener("drop", (event) => {
    const place = under(event);
    if (!place) return;
    event.preventDefault();
    const to = place.row === null ? place.day.dataset.day : `${place.day.dataset.day}T${hour(place.row)}`;
    if (to === dragged.dataset.at.slice(0, to.length)) return;
    const form = document.getElementById("calendar-move");
    form.action = `${dragged.dataset.move}&to=${to}`;
    form.submit();
  });
  sheet.addEventListener("dragend", () => {
    dragged?.classList.remove("cal-dragged");
    dragged = null;
    mark.remove();
  });
}

// Over hours it is put into a row of half an hour; elsewhere the day keeps the hour.
function under(event) {
  const day = event.target.closest("[data-day]");
  if (!dragged || !day) return null;
  const hours = day.querySelector(".cal-hours");
  if (!hours || "whole" in dragged.dataset) return { day, hours: null, row: null };
  const box = hours.getBoundingClientRect();
  if (event.clientY < box.top) return { day, hours: null, row: null };
  const rows = Number(sheet.dataset.rows);
  const row = Math.round(((event.clientY - grip - box.top) / box.height) * rows);
  return { day, hours, row: Math.min(Math.max(row, 0), rows - 1) };
}

function show({ day, hours, row }) {
  (hours ?? day.querySelector(".cal-entries") ?? day).append(mark);
  mark.style.gridArea = row === null ? "" : `${row + 1} / 1 / span 2 / -1`;
}

function hour(row) {
  const minutes = Number(sheet.dataset.first) * 60 + row * 30;
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${minutes % 60 ? "30" : "00"}`;
}
