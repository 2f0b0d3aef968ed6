"""How people call methods and outcomes."""

from typing import Final

from kernel.i18n import lazy

METHODS: Final = {
    "round_robin": lazy("each in turn"),
    "load": lazy("who has the fewest open leads"),
    "capacity": lazy("by capacity"),
    "territory": lazy("the members of its territory in turn"),
    "first": lazy("all are asked, the first to accept has it"),
    "fixed": lazy("always the same member"),
}
OUTCOMES: Final = {
    "accepted": lazy("accepted"),
    "passed": lazy("passed on"),
    "expired": lazy("not answered in time"),
    "taken": lazy("a colleague has it"),
    "moved": lazy("given to somebody else"),
    "nobody": lazy("nobody was free"),
}
