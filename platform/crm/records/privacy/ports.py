"""Where layers above join an erasure: their index, and what they keep outside of workspaces."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from crm.records.privacy.needles import Needles
from kernel.transaction import UnitOfWork


class Forgetting(msgspec.Struct, frozen=True):
    """Records that go, those that no longer name the person, and how the person is recognised."""

    gone: list[UUID]
    changed: list[tuple[str, UUID]]
    needles: Needles


# Does its part, and says how many rows of which of its tables that took.
Forget = Callable[[UnitOfWork, Forgetting], Awaitable[dict[str, int]]]
FORGETTING: list[Forget] = []
# Tables that follow from others: rows that still name the person afterwards are deleted.
FOLLOWING: set[str] = {"identity", "match_key", "webhook_delivery", "before_image", "import_line"}


def on_erasure(forget: Forget, *following: str) -> None:
    """Let `forget` take part; `following` are its tables that follow from records."""
    FORGETTING.append(forget)
    FOLLOWING.update(following)
