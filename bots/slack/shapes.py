"""What Slack sends, read strictly: what has another shape than promised is no event."""

from typing import Annotated

import msgspec

from bots.gateway.channel import Unsound

Name = Annotated[str, msgspec.Meta(max_length=300)]
Text = Annotated[str, msgspec.Meta(max_length=40_000)]


class File(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody uploaded; where it lies is asked anew when it is fetched."""

    id: Annotated[str, msgspec.Meta(pattern="^[A-Z0-9]{1,40}$")]
    name: Annotated[str, msgspec.Meta(max_length=1_000)] | None = None
    mimetype: Name | None = None
    size: Annotated[int, msgspec.Meta(ge=0, le=2**53)] = 0
    duration_ms: Annotated[int, msgspec.Meta(ge=0, le=2**53)] = 0
    mode: Name = ""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened; `subtype` tells messages that nobody wrote."""

    type: Name
    channel: Name | dict[str, object] = ""
    channel_type: Name = ""
    user: Name | dict[str, object] = ""
    text: Text | None = None
    subtype: Name = ""
    bot_id: Name | None = None
    files: Annotated[list[File], msgspec.Meta(max_length=50)] = []


class Authorization(msgspec.Struct, frozen=True):
    """As whom the event is told to us."""

    user_id: Name | None = None


class Who(msgspec.Struct, frozen=True):
    """A person, a chat, or the message in question."""

    id: Name = ""
    name: Name = ""
    ts: Name = ""


class Pressed(msgspec.Struct, frozen=True):
    """A button; one that opens a page brings no value."""

    value: Name | None = None


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """The envelope of an event, or the press of a button."""

    type: Name
    team_id: Name = ""
    event_id: Name = ""
    event: Event | None = None
    authorizations: Annotated[list[Authorization], msgspec.Meta(max_length=20)] | None = None
    challenge: Name = ""
    trigger_id: Name = ""
    team: Who | None = None
    user: Who | None = None
    channel: Who | None = None
    message: Who | None = None
    actions: Annotated[list[Pressed], msgspec.Meta(max_length=50)] = []

    @property
    def of_team(self) -> str:
        """Whose workspace of Slack it happened in."""
        return self.team_id or (self.team.id if self.team is not None else "")


def read(raw: bytes) -> Sent:
    """As Slack words it; raises `Unsound` for anything else."""
    try:
        return msgspec.json.decode(raw, type=Sent)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise Unsound(f"{type(error).__name__}: {error}"[:300], None) from error
