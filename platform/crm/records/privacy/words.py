"""Purposes, means and erasures in plain words, for pages and the audit."""

from typing import Final

from kernel.i18n import lazy
from tenants.audit.words import THINGS, Thing, plainly

PURPOSES: Final = {
    "email": lazy("Email marketing"),
    "phone": lazy("Phone calls"),
    "chat": lazy("Chat messages"),
    "post": lazy("Letters"),
    "profiling": lazy("Profiling"),
}
MEANS: Final = {
    "form": lazy("web form"),
    "email": lazy("email"),
    "phone": lazy("phone"),
    "paper": lazy("paper"),
    "person": lazy("in person"),
    "chat": lazy("chat"),
}

THINGS["erasure"] = Thing(lazy("Erasure"), plainly)
