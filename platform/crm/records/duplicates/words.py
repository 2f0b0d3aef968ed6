"""Why two records are taken for the same, in the reader's words."""

from collections.abc import Iterable
from typing import Final

from kernel.i18n import lazy

REASONS: Final = {
    "email": lazy("same e-mail address"),
    "phone": lazy("same phone number"),
    "domain": lazy("same web or mail domain"),
    "code": lazy("same tax number"),
    "handle": lazy("same chat address"),
    "tail": lazy("phone number ends the same"),
    "name": lazy("name alike"),
}


def why(reasons: Iterable[str]) -> str:
    """The reasons as a list."""
    return " · ".join(str(REASONS[one]) for one in reasons if one in REASONS)
