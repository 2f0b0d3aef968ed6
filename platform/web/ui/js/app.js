// The little that runs in the browser; everything else is HTML from the server.
import "./htmx.js";
import "./theme.js";
import "./menus.js";
import "./dialogs.js";
import "./toasts.js";
import "./palette.js";
import "./keyboard.js";
import "./lists.js";
import "./boards.js";
import "./records.js";
import "./zone.js";
import "./here.js";
import "./calendar.js";
import "./chat.js";
import "./telegram.js";
