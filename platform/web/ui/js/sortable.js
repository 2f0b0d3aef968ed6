// Dragging, on the pages that have something to drag.
import Sortable from "sortablejs";

window.Sortable = Sortable;
