"""What DingTalk sends, read strictly: what has another shape than promised is no message."""

from typing import Annotated, Any

import msgspec

from bots.gateway.channel import Unsound

Id = Annotated[str, msgspec.Meta(max_length=256)]
Name = Annotated[str, msgspec.Meta(max_length=300)]


class Words(msgspec.Struct, frozen=True):
    """A text, without the name of the robot that it mentioned."""

    content: Annotated[str, msgspec.Meta(max_length=100_000)] = ""


class Message(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`conversation_type` is "1" for two, "2" for a group; only colleagues have a `staff_id`."""

    msg_id: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
    msgtype: Name
    conversation_id: Id
    conversation_type: Name
    conversation_title: Name | None = None
    sender_id: Id = ""
    sender_nick: Name | None = None
    sender_staff_id: Id | None = None
    is_in_at_list: bool = False
    text: Words | None = None
    content: dict[str, Any] | str | None = None

    @property
    def about(self) -> dict[str, Any]:
        """What a message other than a text has in it."""
        return self.content if isinstance(self.content, dict) else {}


def read(raw: bytes) -> Message:
    """The message as DingTalk words it; raises `Unsound` for anything else."""
    try:
        return msgspec.json.decode(raw, type=Message)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise Unsound(f"{type(error).__name__}: {error}"[:300], None) from error
