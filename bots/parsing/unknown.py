"""Names that seem meant but are not in the workspace yet."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from bots.parsing.parsed import Candidate, Guess, Span
from bots.parsing.surnames import NAMED_ZH, SURNAME_TITLE
from bots.parsing.wording import Wording
from crm.records.naming.words import COMMON_EN

_CAPS = r"[A-ZÄÖÜ][\w&'.-]*"
_FIRM_LEGAL = re.compile(
    rf"((?:{_CAPS} ){{1,4}}(?:Ltd|Limited|Inc|LLC|Corp|GmbH|AG|KG|S\.?A\.?|SpA|BV|NV|PLC"
    rf"|Pte|Pty|Co)\b\.?)"
)
_FIRM_AT = re.compile(
    rf"\b(?:at|from|visited|visit|by|of)\s+((?:the )?{_CAPS}(?: (?:&|{_CAPS})){{0,3}})"
)
_FIRM_AT_LOW = re.compile(
    r"\b(?:at|visited|visit|company called|firm called|customer)\s+([a-zà-ɏ]{3,}(?: (?!at"
    r"|in|on|to)[a-zà-ɏ]{4,})?)"
)
_FIRM_ZH_LONG = re.compile(
    r"([\u4e00-\u9fffA-Za-z]{2,12}?(?:有限公司|股份公司|公司|集团|泵业|科技|机械|化工"
    r"|水务|实业|电子|医院|大学|酒店|厂))"
)
_FIRM_ZH = re.compile(
    r"(?:拜访了?|走访了?|去了?|见了?|到了?|在|跟|和|给|联系了?|客户|新客户|公司叫"
    r"|叫)([\u4e00-\u9fff]{2,8}?)(?:的|$|[，。,、 ])"
)
_FIRM_NEW_ZH = re.compile(
    r"(?:新客户|新公司|公司叫做?)[:：]?\s*"
    r"(?![来打要想说问看在是有很比已今明昨上下约找介]|电话|微信)([\u4e00-\u9fff]{2,10}?)"
    r"(?=[，。,、 的了]|打|通了|聊|谈|见|来|要|想|电话|微信|那边|$)"
)
_STARTS_ZH = re.compile(
    r"^(?:今天|昨天|明天|上午|下午|早上|刚才?|我们?|又|已经?|周[一二三四五六日]|去|到|在"
    r"|拜访|走访|见|回访|联系|打电话|给|跟|和|与|了|过|一下|客户|"
    r"新客户|一家|一个|这家|他们|他|她|新|开发|认识|叫做?|通过|聊|谈|电话)+"
)
_PERSON_EN = re.compile(
    rf"\b(?:met|with|called|emailed|saw|phoned|visited|[Mm]r\.?|[Mm]rs\.?|[Mm]s\.?"
    rf"|[Dd]r\.?|(?:spoke|talked) to|new (?:guy|contact|buyer|boss|manager|engineer|person)"
    rf"(?:,? (?:is|called|named))?)\s+({_CAPS}(?: {_CAPS})?)"
)
_PERSON_LOW = re.compile(
    r"\b(?:met|called|saw|emailed|(?:mr|mrs|ms|dr)\.?)\s+(?:with )?([a-zà-ɏ]{2,})\b"
)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,8}?的?")
_SURE, _LIKELY, _TITLE_ZH = 0.9, 0.6, 2
_NO_NAME = re.compile(
    r"^(?:他们|我们|你们|客户|公司|对方|那边|这边|工厂|现场|电话|微信|报价|样品|合同|价格"
    r"|老板|下|上|这|本|明|今|昨|后天|周|星期|月|年|一|两|几|会|嫌|好几|要|说|不|很|还|没|想|觉得|等|再)"
)


def _free(span: Span, known: Iterable[Guess[Candidate]], least: float) -> bool:
    return all(
        span[1] <= guess.span[0] or span[0] >= guess.span[1]
        for guess in known
        if guess.confidence >= least
    )


def _guess(wording: Wording, span: Span, sure: float) -> Guess[str]:
    return Guess(wording.text[slice(*span)], sure, span)


def _ordinary(word: str) -> bool:
    return all(part in COMMON_EN for part in word.casefold().split())


def find_company(wording: Wording, known: tuple[Guess[Candidate], ...]) -> Guess[str] | None:
    """Find a company that is named but not known."""
    if known and known[0].confidence >= _SURE:
        return None
    for span, sure in chain(_written(wording), _before_person(wording), _after_verb(wording)):
        if span[1] - span[0] > 1 and _free(span, known, _LIKELY):
            return _guess(wording, span, sure)
    return None


def _written(wording: Wording) -> Iterator[tuple[Span, float]]:
    """Find names that show their legal form, or capitals after a preposition."""
    for match in _FIRM_NEW_ZH.finditer(wording.text):
        if not _NO_NAME.match(match[1]) and not SURNAME_TITLE.match(match[1]):
            yield match.span(1), 0.7
    for pattern, sure in ((_FIRM_LEGAL, 0.85), (_FIRM_AT, 0.7)):
        for match in pattern.finditer(wording.text):
            if not _ordinary(match[1]):
                yield match.span(1), sure
    for match in _FIRM_ZH_LONG.finditer(wording.text):
        span = _lead_off(wording, match.span(1))
        if span[1] - span[0] > _TITLE_ZH:
            yield span, 0.75


def _before_person(wording: Wording) -> Iterator[tuple[Span, float]]:
    """Find what stands before a person with a title: 蓝鲸的赵总."""
    for match in SURNAME_TITLE.finditer(wording.folded):
        clause = wording.clause_at(match.start())
        span = _lead_off(wording, (clause.start, match.start()))
        words = wording.folded[slice(*span)]
        if _HAN_NAME.fullmatch(words) and not _NO_NAME.match(words):
            yield (span[0], span[1] - words.endswith("的")), 0.65
    for match in NAMED_ZH.finditer(wording.folded):
        span = _lead_off(wording, match.span("firm")) if match["firm"] else (0, 0)
        if span[1] - span[0] > 1 and not _NO_NAME.match(wording.folded[slice(*span)]):
            yield span, 0.6


def _after_verb(wording: Wording) -> Iterator[tuple[Span, float]]:
    """Find what stands after a visit or a call, on mere position."""
    for match in _FIRM_ZH.finditer(wording.folded):
        span = _lead_off(wording, match.span(1))
        if not _NO_NAME.match(wording.folded[slice(*span)]):
            yield span, 0.4
    for match in _FIRM_AT_LOW.finditer(wording.folded):
        first, _, second = match[1].partition(" ")
        whole = bool(second) and second not in COMMON_EN
        end = match.end(1) if whole else match.start(1) + len(first)
        if first not in COMMON_EN:
            yield (match.start(1), end), 0.45


def _lead_off(wording: Wording, span: Span) -> Span:
    lead = _STARTS_ZH.match(wording.folded[slice(*span)])
    start = span[0] + (lead.end() if lead else 0)
    while start < span[1] and wording.folded[start] in " ,":
        start += 1
    end = span[1]
    while end > start and wording.folded[end - 1] in " ,:":
        end -= 1
    return start, end


def find_contact(
    wording: Wording, known: tuple[Guess[Candidate], ...], companies: tuple[Guess[Candidate], ...]
) -> Guess[str] | None:
    """Find a person who is named but not known."""
    if known and known[0].confidence >= _LIKELY:
        return None
    taken = (*known, *companies)
    for match in SURNAME_TITLE.finditer(wording.folded):
        if _free(match.span(), taken, _LIKELY):
            return _guess(wording, match.span(), 0.7)
    for match in NAMED_ZH.finditer(wording.folded):
        if _free(match.span("name"), taken, _LIKELY):
            return _guess(wording, match.span("name"), 0.6)
    for pattern, text, sure in (
        (_PERSON_EN, wording.text, 0.6),
        (_PERSON_LOW, wording.folded, 0.4),
    ):
        for match in pattern.finditer(text):
            firm = _FIRM_LEGAL.match(match[1])
            if firm or _ordinary(match[1].split()[0]):
                continue
            if _free(match.span(1), taken, _LIKELY):
                return _guess(wording, match.span(1), sure)
    return None
