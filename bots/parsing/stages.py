"""How far a deal has come, when the sentence says so."""

import re

from bots.parsing.parsed import Guess, Span

_STAGES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "lost",
        0.92,
        re.compile(
            r"丢单|丢了|输了|没中标|未中标|被(?:竞品|对手|别人)(?:拿|抢)|选了(?:别家|别人|竞品"
            r"|其他)|不做了|黄了"
            r"|\b(?:we|deal|order|it)(?:'s| is| was)? lost\b|\blost (?:the|this|it|to)\b|\bwent"
            r" with (?:a |the )?(?:other|competitor)|"
            r"\bchose (?:another|a competitor|someone)|\bbought (?:from|elsewhere)",
            re.ASCII,
        ),
    ),
    (
        "won",
        0.92,
        re.compile(
            r"签了|已签|签下|签单了|成交|中标了?|拿下|下单了|下了?订单|合同签|付了?定金|定了我们"
            r"|\bsigned\b|\bwon\b|\bclosed (?:the )?deal\b|\bdeal (?:is )?closed\b|\bplaced"
            r" (?:the |an )?order\b|\bpo received\b"
            r"|\b(?:got|received|have) (?:the |a )?(?:po|purchase order)\b|\bpaid (?:the"
            r" )?deposit\b",
            re.ASCII,
        ),
    ),
    (
        "negotiation",
        0.75,
        re.compile(
            r"谈判|谈价|还价|砍价|压价|议价|谈合同|走合同|\bnegotiat(?:ing|ion|e)\b|\bhaggl"
            r"|\bbargain"
            r"|\bcontract (?:review|draft)|\breviewing (?:the )?contract",
            re.ASCII,
        ),
    ),
    (
        "proposal",
        0.75,
        re.compile(
            r"报了价|已报价|报价了|报价发了|发了报价|报过价|方案发了|发了方案"
            r"|\b(?:sent|delivered|submitted|emailed)(?: \w+){0,3} (?:quote|quotation|offer"
            r"|proposal)\b|\bquoted\b",
            re.ASCII,
        ),
    ),
    (
        "qualified",
        0.65,
        re.compile(
            r"有预算|立项|预算批了|\bbudget (?:is )?approved\b|\bhas budget\b|\bqualified\b",
            re.ASCII,
        ),
    ),
)
_DENIED = re.compile(
    r"(?:还没有?|尚未|没有?|未|不|差点|\bnot(?: yet)?|n't|\bnever|\balmost|\bonce|\bif"
    r"|如果|等|\bwhen)\s*\S{0,4}\s*$",
    re.ASCII,
)


def find_stage(folded: str, step: Span | None) -> Guess[str] | None:
    """Find the stage that is said to be reached; plans and denials do not count."""
    for stage, sure, pattern in _STAGES:
        for match in pattern.finditer(folded):
            if step and step[0] <= match.start() < step[1]:
                continue
            if _DENIED.search(folded[max(0, match.start() - 10) : match.start()]):
                continue
            return Guess(stage, sure, match.span())
    return None
