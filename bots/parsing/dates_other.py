"""Days in languages that have no grammar of our own."""

import logging
import re
from datetime import datetime

from bots.parsing.moments import When, join

_LIMIT = 400
_CLOCK = re.compile(r"\d\s*(?:uhr|h\b|:\d\d|час)|:\d\d", re.IGNORECASE)
_UHR = re.compile(r"(?<![\d:.])(\d{1,2}) uhr", re.IGNORECASE)
_HOUR_ONLY = re.compile(
    r"(?:um|à|a las|la|в|at)?\s*(\d{1,2}(?::\d\d)?\s*(?:h|uhr)?|\d{1,2}h\d\d)\s*", re.IGNORECASE
)
_GAP = re.compile(r"[\s,]*(?:um|à|a las|в)?\s*")
_NUMBER = re.compile(
    r"[€$£] ?\d[\d.,']*|\d[\d.,']* ?(?:€|%|\$|£|eur|usd|chf"
    r"|stück|stk|mal|kg|mm|kw|pumpen|pompes|bombas)",
    re.IGNORECASE,
)
_NEVER = re.compile(r"(?!)")
_SHORTEST = 3


def find(text: str, now: datetime, lang: str) -> list[When]:
    """Find the days that dateparser knows; never used for Chinese, where it is silently wrong."""
    # dateparser takes a second to load, and few workspaces need it.
    from dateparser.search import search_dates  # type: ignore[import-untyped]  # noqa: PLC0415

    text = _UHR.sub(lambda m: f"{m[1]}:00 ", text[:_LIMIT])
    # 12.500 € would be a day in December.
    text = _NUMBER.sub(lambda m: " " * len(m[0]), text)
    try:
        hits = search_dates(
            text,
            languages=[lang],
            settings={
                "PREFER_DATES_FROM": "future",
                "RELATIVE_BASE": now.replace(tzinfo=None),
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
    except Exception:  # noqa: BLE001 - a library's crash on odd text must not lose the message
        logging.getLogger(__name__).info("dateparser could not read a text")
        return []
    found, start = [], 0
    for words, value in hits or ():
        at = text.find(words, start)
        if at < 0 or len(words) < _SHORTEST or words.isdecimal():
            continue
        start = at + len(words)
        if _HOUR_ONLY.fullmatch(words):
            found.append(When((at, start), clock=value.time().replace(microsecond=0), sure=0.7))
            continue
        clock = value.time().replace(microsecond=0) if _CLOCK.search(words) else None
        past = value.date() < now.date()
        found.append(
            When(
                (at, start),
                value.date(),
                clock,
                sure=0.7,
                tense="past" if past else "open",
                earlier=value.date(),
                today=value.date() == now.date(),
            )
        )
    return join(text, found, _GAP, _NEVER)
