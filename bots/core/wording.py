"""The next step as a task is called: without its day, which stands beside it and moves."""

import re
from typing import Final

from bots.parsing.parsed import Parsed, Span

_CLAUSE: Final = re.compile(r"[^,;.!?，；。！？\n]+")
_TOWARDS: Final = re.compile(
    r"(?:\b(?:on|by|before|until|till|at|for|in|due|every|this coming)\s+|[在于每]\s*)+$",
    re.IGNORECASE | re.ASCII,
)
_ASKED: Final = re.compile(
    r"(?:(?:please|pls|and|then|also|so)\s+)*"
    r"(?:remind me (?:to|about|of)|don'?t forget to|remember to|i(?:'ll| will| have to| need to"
    r"| must| should)|(?:we|you) (?:will|need to|have to|should)|need to|have to)\s+"
    r"|(?:请|记得|提醒我?|别忘了?|到时候?|我们?要|我们?得)+(?=[\u4e00-\u9fff])",
    re.IGNORECASE | re.ASCII,
)
# What somebody wishes for is what is to be done about it.
_WISHED: Final = re.compile(
    r"(?:(?:they|he|she|both|all|we|also|customer|client)\s+)*"
    r"(?:wants?|needs?|asks?|asked|would like)\s+(?:for\s+)?(?:(?:me|us)\s+)?(?:to\s+)?"
    r"|(?:他们|他|她|客户|对方|[\u4e00-\u9fff]{1,3}(?:总|经理|老师|女士|先生|主任|部长))?"
    r"(?:[两三几]家)?都?(?:想要?|要|希望)(?:求?我们?)?(?=[\u4e00-\u9fff]{2})",
    re.IGNORECASE | re.ASCII,
)
_ARTICLE: Final = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
_PAPERS: Final = re.compile(
    r"(?:(?:a|an|the|our|new|revised|updated|some|more)\s+)*(?:quot(?:e|ation)s?|offers?|proposals?"
    r"|samples?|contracts?|brochures?|datasheets?|drawings?|catalog(?:ue)?s?|invoices?|info"
    r"|price ?lists?)\b",
    re.IGNORECASE | re.ASCII,
)
_HALF: Final = re.compile(r"^(?:\s*(?:-|–|to)\s*\d{1,2}(?::\d\d)?)?\s*[ap]m\b", re.IGNORECASE)
_POLITE: Final = re.compile(r"[\s,]+(?:please|pls|thanks)$", re.IGNORECASE)
# What begins or ends like this has lost what it belongs to.
_TORN: Final = re.compile(
    r"(?:at|in|with|on|to|for|by|from|and|again)\b|.*(?:改到|推到|约在|定在|延到|改在)$",
    re.IGNORECASE | re.ASCII,
)
_EDGES: Final = " ,;:，；：。.-"
_SHORTEST: Final = 4
_HAN: Final = re.compile("[\u4e00-\u9fff]")


def task_words(parsed: Parsed) -> str | None:
    """What is to be done; where nothing but the day was said, that."""
    step, day = parsed.next_text, parsed.next_at
    if step is None:
        return None
    when = day.span if day is not None else (0, 0)
    if parsed.repeat is not None:
        again = parsed.repeat.span
        when = (min(when[0], again[0]), max(when[1], again[1]))
    around = [clause.span() for clause in _CLAUSE.finditer(parsed.text)]
    wider = [span for span in around if day is not None and span[0] <= when[0] < span[1]]
    for span in (step.span, *wider):
        words = _granted(_without(parsed.text, span, when))
        if _whole(words):
            return words
    return step.value


def _without(text: str, span: Span, day: Span) -> str:
    words = text[slice(*span)]
    if span[0] < day[1] and day[0] < span[1]:
        before = _TOWARDS.sub("", text[span[0] : max(span[0], day[0])]).rstrip()
        after = _HALF.sub("", text[min(span[1], day[1]) : span[1]]).lstrip()
        words = before + _gap(before, after) + after
    words = words.strip(_EDGES)
    asked = _ASKED.match(words)
    return _POLITE.sub("", words[asked.end() :] if asked else words)


def _granted(words: str) -> str:
    """What they wish for, as what we do: "they want a quote" is to send a quote."""
    wished = _WISHED.match(words)
    due = words[wished.end() :] if wished else ""
    if not due:
        return words
    return f"send {due}" if _PAPERS.match(due) else _ARTICLE.sub("", due)


def _gap(before: str, after: str) -> str:
    close = not before or not after or _HAN.match(after) or after[0] in _EDGES
    return "" if close else " "


def _whole(words: str) -> bool:
    width = sum(2 if _HAN.match(letter) else 1 for letter in words if letter.isalnum())
    return width >= _SHORTEST and not _TORN.match(words)
