"""A note is found as a whole; a long one in parts that overlap a little."""

import re

MAX_UNITS = 200
OVERLAP_UNITS = 30
MAX_PARTS = 200

# A word counts one, a Chinese character half: 200 words or 400 characters fit a model's window.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNITS = re.compile(rf"[{_HAN}]|[^\s{_HAN}]+")
_ENDS = re.compile(r"\n\s*\n|\n(?=#)|(?<=[.!?;])\s+|(?<=[。！？；])|\n")
_MAX_WORD = 40


def chunks(text: str) -> list[str]:
    """The parts of a text in order; a short text is one part, an empty one none."""
    text = text.strip()
    if not text:
        return []
    if _size(text) <= MAX_UNITS:
        return [text]
    parts: list[str] = []
    start, size = 0, 0.0
    pieces = _pieces(text)
    for index, (begin, end) in enumerate(pieces):
        added = _size(text[begin:end])
        if size and size + added > MAX_UNITS:
            parts.append(text[start:begin].strip())
            start = _overlap(text, pieces, index)
            size = _size(text[start:begin])
        size += added
    parts.append(text[start:].strip())
    return [part for part in parts if part][:MAX_PARTS]


def sentences(text: str) -> list[str]:
    return [text[begin:end].strip() for begin, end in _split(text) if text[begin:end].strip()]


def _size(text: str) -> float:
    size = 0.0
    for unit in _UNITS.finditer(text):
        length = unit.end() - unit.start()
        size += 0.5 if length == 1 and unit[0] > "\u3400" else 1 + length // _MAX_WORD
    return size


def _split(text: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _ENDS.finditer(text)] + [len(text)]
    return [(begin, end) for begin, end in zip([0, *ends], ends, strict=False) if begin < end]


def _pieces(text: str) -> list[tuple[int, int]]:
    """Sentences, and where one is longer than a part may be, stretches of it."""
    pieces: list[tuple[int, int]] = []
    for begin, end in _split(text):
        if _size(text[begin:end]) <= MAX_UNITS / 2:
            pieces.append((begin, end))
            continue
        at, size = begin, 0.0
        for unit in _UNITS.finditer(text, begin, end):
            size += _size(unit[0])
            if size >= MAX_UNITS / 4:
                pieces.append((at, unit.end()))
                at, size = unit.end(), 0.0
        if at < end:
            pieces.append((at, end))
    return pieces


def _overlap(text: str, pieces: list[tuple[int, int]], index: int) -> int:
    """Where the next part begins: a little before the place where the last one ended."""
    start = pieces[index][0]
    for begin, _end in reversed(pieces[:index]):
        if _size(text[begin : pieces[index][0]]) > OVERLAP_UNITS:
            break
        start = begin
    return start
