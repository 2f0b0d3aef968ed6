"""What members are told about, and by which ways unless they say otherwise."""

from typing import Any, Final, Literal

import msgspec

from kernel.i18n import lazy

Channel = Literal["web", "mail", "chat"]
CHANNELS: Final[tuple[Channel, ...]] = ("web", "mail", "chat")


class Kind(msgspec.Struct, frozen=True):
    """`channels` are those that are on until the member turns them off.

    What is `urgent` is said in quiet hours too.
    """

    code: str
    label: Any
    channels: frozenset[Channel]
    urgent: bool = False


KINDS: dict[str, Kind] = {}


def declare(code: str, label: Any, *channels: Channel, urgent: bool = False) -> None:
    """Add a kind of notification; a slice does so when it is imported."""
    KINDS[code] = Kind(code, label, frozenset(channels), urgent)


def urgent(code: str) -> bool:
    """Whether it is worth waking somebody up."""
    return code in KINDS and KINDS[code].urgent


declare("reminder", lazy("Reminders of tasks"), "web", "chat")
declare("assigned", lazy("A record or a task was given to you"), "web", "chat")
declare("team", lazy("Somebody joined the workspace"), "web")
declare("security", lazy("Sign-ins and changes of your account"), "web", "mail", urgent=True)


def channels_of(kind: str, preferences: dict[str, Any]) -> set[Channel]:
    """The ways that this member gets this kind by."""
    chosen = preferences.get("notifications", {}).get(kind, {})
    usual = KINDS[kind].channels if kind in KINDS else frozenset({"web"})
    return {channel for channel in CHANNELS if chosen.get(channel, channel in usual)}
