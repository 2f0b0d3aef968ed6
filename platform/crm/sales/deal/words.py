"""The parts that people play in a deal."""

from typing import Final

from kernel.i18n import lazy

PARTS: Final = {
    "decides": lazy("Decides"),
    "influences": lazy("Influences"),
    "uses": lazy("Uses it"),
    "pays": lazy("Pays"),
    "champions": lazy("Speaks for us"),
    "blocks": lazy("Speaks against us"),
}
