"""Days of a month said in words: december third, the twenty first of may."""

import re

MONTH_WORD = (
    r"jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
        " twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30}
_WORD = rf"(?P<tens>twenty|thirty)?[ -]?(?P<ones>{'|'.join(_ORDINALS)})"
_RULES = (
    re.compile(rf"(?P<before>)\b{_WORD}(?= of (?:{MONTH_WORD})\b)"),
    re.compile(rf"(?P<before>\b(?:{MONTH_WORD}) (?:the )?){_WORD}\b"),
)


def in_figures(text: str) -> str:
    """Write "december third" as "december 3th" over the same letters."""
    for rule in _RULES:
        text = rule.sub(_figure, text)
    return text


def _figure(match: re.Match[str]) -> str:
    number = {"twenty": 20, "thirty": 30}.get(match["tens"] or "", 0) + _ORDINALS[match["ones"]]
    said = f"{match['before']}{number}th"
    if len(said) > len(match[0]):
        return match[0]
    return said.ljust(len(match[0])) if match["before"] else said.rjust(len(match[0]))
