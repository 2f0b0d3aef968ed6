"""What a workspace of 100,000 records costs: its pages, own fields and duplicates."""

from collections.abc import Callable
from typing import Any

from app.bench import duplicates, fields, pages
from app.databases import Addresses
from kernel.settings import Settings


async def all_of_it(
    settings: Settings, addresses: Addresses, size: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Milliseconds of each; every goal is said beside its figure."""
    found = {
        "pages": await pages.measure(settings, addresses, size, say),
        "fields": await fields.measure(settings, addresses, size, say),
        "duplicates": await duplicates.measure(settings, addresses, size, say),
    }
    for line in (
        *pages.shown(found["pages"]),
        *fields.shown(found["fields"]),
        *duplicates.shown(found["duplicates"]),
    ):
        say(line)
    return found
