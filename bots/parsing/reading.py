"""One chat sentence read: who, what kind, how much, what next and when."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bots.parsing.cues import find_cues
from bots.parsing.dates import find_days
from bots.parsing.kinds import find_kind
from bots.parsing.money import find_amount
from bots.parsing.names import Matches, match_names
from bots.parsing.parsed import Parsed, Span, World
from bots.parsing.repeats import find_repeat
from bots.parsing.stages import find_stage
from bots.parsing.steps import find_step
from bots.parsing.unknown import find_company, find_contact
from bots.parsing.wording import Wording, read

_NAMED = 0.95
_SHORT = 3


def _hide_names(wording: Wording, names: Matches) -> Wording:
    """Blank the names that are certain, so that Sunday Corp is no day and 周总 no week."""
    spans = tuple(
        guess.span
        for guess in (*names.companies, *names.contacts)
        if guess.confidence >= _NAMED and guess.span[1] - guess.span[0] >= _SHORT
    )
    return wording.hiding(spans)


def _local(now: datetime, time_zone: ZoneInfo) -> datetime:
    return now.replace(tzinfo=time_zone) if now.tzinfo is None else now.astimezone(time_zone)


def parse(text: str, *, world: World, now: datetime, time_zone: ZoneInfo) -> Parsed:
    """Understand one message; the parts not said are None, and nothing here is written anywhere."""
    wording = read(text)
    names = match_names(wording, world)
    plain = _hide_names(wording, names)
    cues = find_cues(plain.open)
    days = find_days(plain, _local(now, time_zone), cues)
    step = find_step(plain, days.next_at, cues)
    inside: Span | None = step.span if step else None
    return Parsed(
        text=text,
        lang=wording.lang,
        kind=find_kind(plain.open, inside),
        companies=names.companies,
        contacts=names.contacts,
        new_company=find_company(wording, names.companies),
        new_contact=find_contact(wording, names.contacts, names.companies),
        amount=find_amount(plain.open, world.currency),
        next_at=days.next_at,
        happened_at=days.happened_at,
        next_text=step,
        stage=find_stage(plain.open, inside),
        repeat=find_repeat(plain.open, days.next_at.span) if days.next_at else None,
    )
