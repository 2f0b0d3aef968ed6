"""What a language model says is believed as far as its sources bear it out, by sentences."""

import re
from typing import Final

import msgspec

from crm.knowledge.hearing.words import NO
from search.asking.question import FRAME_EN
from search.chunking import sentences
from search.text.folding import fold
from search.text.tokens import UNSPACED, tokens

# So many of its words may be the model's own: what joins them, in another form.
OWN_WORDS: Final = 0.2
# Of pairs of characters more: each joint of two words is a pair that nobody wrote.
OWN_PAIRS: Final = 0.34
# Of so many words one may be the model's own in any case.
_FEW: Final = 3

_CITED: Final = re.compile(r"[\[【]\s*(\d{1,2})\s*[\]】]")
_BEHIND: Final = re.compile(r"([.!?。！？])\s*((?:[\[【]\s*\d{1,2}\s*[\]】]\s*)+)")
_NUMBER: Final = re.compile(r"\d+(?:[.,:/-]\d+)*")
_NUMERAL: Final = re.compile("[二三四五六七八九十百千万亿两半折零]+")
_NAME: Final = re.compile(r"(?<!^)(?<![A-Za-z])[A-Z][A-Za-z0-9&-]+")
_RUN: Final = re.compile(f"[{UNSPACED}]+")
_MARKS: Final = re.compile(r"[*_`#>]+|^\s*(?:[-•]|\d+[.)])\s+")
# What speaks to a machine, and not of a customer.
ADDRESSED: Final = re.compile(
    r"\b(ignore|disregard|forget|override)\b.{0,60}"
    r"\b(instructions?|above|previous|prompts?|rules|everything)\b"
    r"|\b(system|developer) (prompt|message)\b"
    r"|\byou are (now )?(an? )?(ai|assistant|language model|chat ?bot)\b"
    r"|\b(reply|respond|answer) (only )?(with|that)\b|\bas an? (ai|language model)\b"
    r"|(忽略|无视|忘记).{0,16}(指令|指示|要求|以上|上面|之前|前面|规则)|系统提示|提示词"
    r"|你(现在)?是.{0,8}(助手|模型|机器人|ai)|(只|请)(需|要)?(回复|回答|输出)",
    re.IGNORECASE,
)


class Believed(msgspec.Struct, frozen=True):
    """A sentence without its marks, and the places of its sources."""

    text: str
    sources: list[int]


def believed(said: str, sources: list[str], asked: str) -> list[Believed]:
    """The sentences that name their sources and say no more than these, and the question, do."""
    found = []
    for sentence in sentences(_BEHIND.sub(r" \2\1 ", said)):
        places = [int(number) - 1 for number in _CITED.findall(sentence)]
        if not places or not all(0 <= place < len(sources) for place in places):
            continue
        text = " ".join(_MARKS.sub("", _CITED.sub("", sentence)).split())
        text = re.sub(r"\s+([.!?。！？,，])", r"\1", text)
        cited = [sources[place] for place in dict.fromkeys(places)]
        if text and borne_out(text, cited, asked):
            found.append(Believed(text, list(dict.fromkeys(places))))
    return found


def borne_out(text: str, cited: list[str], asked: str) -> bool:
    """Numbers, names and denials must be those of the sources; nearly all words, too."""
    source = fold(" \n ".join(cited))
    known = f"{source} \n {fold(asked)}"
    folded = fold(text)
    return (
        not ADDRESSED.search(text)
        and ("://" not in text or all(link in source for link in re.findall(r"\S+://\S+", folded)))
        and _numbers(folded) <= _numbers(source)
        and all(run in source for run in _NUMERAL.findall(folded))
        and all(fold(name) in known for name in _NAME.findall(text))
        and bool(NO.search(folded)) == bool(NO.search(source))
        and _words(folded, known)
        and _pairs(folded, known)
    )


def _numbers(folded: str) -> set[str]:
    return {number.replace(",", "") for number in _NUMBER.findall(folded)}


def _words(folded: str, known: str) -> bool:
    stems = {token.term for token in tokens(known)}
    said = [t.term for t in tokens(folded) if t.term.isascii() and t.term not in FRAME_EN]
    own = [term for term in said if term not in stems and not term.isdigit()]
    return len(own) <= (1 if len(said) > _FEW else 0) or len(own) <= OWN_WORDS * len(said)


def _pairs(folded: str, known: str) -> bool:
    runs = _RUN.findall(folded)
    said = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    return sum(pair not in known for pair in said) <= OWN_PAIRS * len(said)
