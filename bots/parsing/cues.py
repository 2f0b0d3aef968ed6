"""The words that tell what was done, what is to be done, and what is only wanted."""

import re
from dataclasses import dataclass
from typing import Literal

Lean = Literal["past", "future", "need", "never"]

_VERBS_ZH = (
    "拜访|走访|登门|回访|见面|见|会面|开会|开了个会|聊|谈|沟通|交流|联系|打电话|通电话"
    "|打|通话|发|寄|送|跑|签|"
    "吃饭|吃|报价|报|演示|参观|碰头|碰|去|来|做|签到|汇报|培训|验收"
    "|安装|调试|交付|回|写|问|说|确认|收到|收"
)
_EN_DID = (
    "met|visited|called|phoned|rang|spoke|talked|saw|emailed|mailed|texted|messaged"
    "|chatted|had|was|were|"
    "went|came|discussed|showed|presented|demoed|signed|got|received|sent|quoted"
    "|delivered|finished|"
    "dropped by|stopped by|dropped in|closed|won|lost|bought|ordered|been|did|gave"
)
_EN_NOUN = (
    "call|meeting|visit|chat|demo|talk|email|lunch|dinner|coffee|zoom|video call|phone"
    " call|conversation"
)
_EN_DO = (
    "send|resend|call|phone|ring|email|mail|visit|meet|see|follow[ -]?up|prepare|quote"
    "|re-?quote|schedule|book|bring|"
    "drop off|deliver|present|demo|remind|check|get back|come back|go back|write|submit|talk|speak|"
    "arrange|set up|offer|reply|confirm|ship|invoice|sign|discuss|ping|text|message|pick"
    " up|install|"
    "review|update|share|show|invite|draft|chase|make|give|order samples|contact|reach out|meeting|"
    "appointment|starts?|begins?|kick[ -]?off|works|suits|is fine|is ok|next visit|next"
    " step|todo|to do|site visit|go|drop by|stop by"
)
_DELIVERABLE = (
    r" (?:(?:a|an|the|our|my|new|revised|updated|price) ){0,2}(?:quote|quotation|offer"
    r"|proposal|call|callback|demo|"
    r"meeting|sample|visit|contract|answer|reply|price|datasheet|drawing|catalog(?:ue)?"
    r"|invoice|brochure|info)"
)
_WILL = (
    rf"will|\w+'ll|going to|gonna|needs? to|have to|has to|must|should|shall|want(?:s)? (?:me"
    rf"|us) to|asked (?:me|us) to|promised? (?:to)?|let's|lets|plan(?:s|ning)? to"
    rf"|(?:wants?|needs?){_DELIVERABLE}|again"
)
_CUES: dict[Lean, re.Pattern[str]] = {
    "never": re.compile(
        r"不用(?:再)?|不必|暂时不|先不|别(?!忘)再?|没必要|无需|"
        r"\bno need to\b|\bdon't need to\b|\bdo not\b|\bdon't\b(?! forget)|\bwon't\b"
        r"|\bnot going to\b"
        r"|\bno follow[ -]?up\b",
        re.ASCII,
    ),
    "past": re.compile(
        rf"(?:{_VERBS_ZH})\S{{0,2}}?[了过](?!去|来|几|两|一阵|段|阵)|刚刚?才?(?:{_VERBS_ZH})"
        rf"|已经?(?:{_VERBS_ZH})|(?:{_VERBS_ZH}|付)的(?!时候|话|样)"
        r"|(?:答应|同意|决定)了(?!他|她|我|周|星期|礼拜|下|明|后|\d{1,2}[号日点月])"
        rf"|(?:{_VERBS_ZH})[完得](?!到)|(?:没人接|没接|不在)"
        rf"|\b(?:had|after|from|during|just|finished|did|made|our|good|great|nice|long"
        rf"|quick)(?: \w+){{0,2}}? (?:{_EN_NOUN})\b"
        rf"|\b(?:{_EN_DID})\b|\bjust \w+ed\b",
        re.ASCII,
    ),
    "need": re.compile(
        r"要(?:用|货|求)?\s*(?:\d+|[一二两三四五六七八九十百几]+)\s*(?:台|个|套|件|支|吨|只"
        r"|批|条|箱|多台)|需要\s*\d+|要货|采购|交货|到货|投产|上线|开工|用货|"
        r"\b(?:wants?|needs?|requires?|looking for|orders?|buy|buying|purchase|delivery"
        r"|delivered|go live|"
        rf"start production|project starts?)\b(?! (?:to|me|us)\b)(?!{_DELIVERABLE})",
        re.ASCII,
    ),
    "future": re.compile(
        rf"要(?:去|给|发|打|约|再|跟)?|得去|需要?|再|准备|打算|计划|约好?|记得|提醒|下一?步"
        rf"|{_VERBS_ZH}|答应|同意|决定|说好|定在|跟进|安排|提交|给|出(?!来|差)|带|"
        rf"上门|回复|催|付款|付|回款|招标|投标|开标|改到|推到|等|\b(?:{_WILL})\b"
        rf"|\b(?:{_EN_DO})(?:ing)?\b",
        re.ASCII,
    ),
}
_RANK: dict[Lean, int] = {"past": 0, "need": 1, "never": 2, "future": 3}


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that leans a date near it to the past, the future, or a need."""

    start: int
    end: int
    lean: Lean


def find_cues(text: str) -> tuple[Cue, ...]:
    """Find the cues of a folded text; where two overlap, the one that says more holds."""
    found: list[Cue] = []
    taken = bytearray(len(text))
    for lean in sorted(_CUES, key=_RANK.__getitem__):
        for match in _CUES[lean].finditer(text):
            if any(taken[match.start() : match.end()]) or match.end() == match.start():
                continue
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            found.append(Cue(match.start(), match.end(), lean))
    return tuple(sorted(found, key=lambda cue: cue.start))
