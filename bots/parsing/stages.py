"""How far a deal has come, when the sentence says so."""

import re

from bots.parsing.parsed import Guess, Span

_PAPER = "quote|quotation|offer|proposal|pricing"
_PAPER_ZH = "(?:报价单?|方案)(?:和(?:报价|方案))?"
_STAGES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "lost",
        0.92,
        re.compile(
            r"丢单|丢了|输了|输给|没中标|未中标|落标|流标|黄了|没戏|没谈成|(?:单子?|项目|订单)给了(?!我们)|(?:投标|标)没中|谈崩"
            r"|被[^,。 ]{1,8}(?:抢[了走]|拿[了走下])"
            r"|(?:选|给|买|找|定)了?(?:别家|别人|竞品|其他家?|对手)"
            r"|跟(?:别家|别人|对手)签|不做(?:这个?项目|这单)?了|不(?:买|签|合作)了"
            r"|(?:项目|单子|订单|合同)(?:取消|没)了|取消了?(?:订单|项目|合同|这单)|(?:订单|合同)被?取消"
            r"|\b(?:we|deal|order|it)(?:'s| is| was)? lost\b|\bwe lost\b"
            r"|(?:^|[,.;!\n]\s*|\bwe )lost \x01+(?! to us\b)"
            r"|\blost (?:it|this|him|her|them) to\b"
            r"|\blost (?:the |this )?(?:\w+ )?(?:deal|order|job|account|contract)\b"
            r"|\blost (?!interest)(?:[\w&'.\x01]+ ){0,4}to (?!us\b)|\blost to (?!us\b)"
            r"|\bwent (?:with (?!us\b)|elsewhere)|\bchose (?!us\b|our\b)|\bsigned with (?!us\b)"
            r"|\bbought (?:from (?!us\b)|elsewhere)|\bdecided against\b|\bturned us down\b"
            r"|\b(?:didn't|did not) (?:get|win)[^,.]{0,30}"
            r"\b(?:job|deal|order|contract|bid|project)\b"
            r"|\bdeal(?: is|'s)? (?:dead|off)\b|\bdropped us\b"
            r"|\bcancell?ed the (?:order|project|deal)\b",
            re.ASCII,
        ),
    ),
    (
        "won",
        0.92,
        re.compile(
            r"签了|已签|签下|签完|签单了|成交|中标了?|拿下|下单了|下了?订单|合同签|签字盖章|付了?定金"
            r"|定金已?[付收到]|定了我们|给我们做"
            r"|\bsigned\b(?! (?:off|in|up)\b)|\bwon\b(?!'t)"
            r"|\bclosed(?: the)? deal\b|\bclosed[ -]won\b|\bdeal (?:is )?closed\b"
            r"|\bplaced (?:the |an )?order\b|\b(?:po|purchase order) (?:is )?received\b"
            r"|\b(?:got|received|have) (?:the |a |an )?(?:po|purchase order)\b"
            r"|\bpo (?:for [^,.]{1,20} )?(?:came in|is in|arrived)\b"
            r"|\b(?:gave|awarded|giving) us the (?:order|job|contract|business|deal)\b"
            r"|\bpaid (?:the )?deposit\b|\border (?:is )?confirmed\b|\bconfirmed the order\b",
            re.ASCII,
        ),
    ),
    (
        "negotiation",
        0.75,
        re.compile(
            r"谈判|商务谈|谈价|还价|砍价|压价|议价|讨价|谈合同|走合同|在谈(?:合同|条款|价)"
            r"|\bnegotiat(?:ing|ion|ions|e)\b|\bhaggl|\bbargain|\bback and forth on\b"
            r"|\bcontract (?:review|draft)|\breviewing (?:the )?contract"
            r"|\bcontract is with (?:their|his|her)\b",
            re.ASCII,
        ),
    ),
    (
        "proposal",
        0.75,
        re.compile(
            r"报了价|已报价|报价了|报完价|报过价|发了报价|发了方案|给了方案"
            rf"|{_PAPER_ZH}(?:已经?|都|也|昨天|今天|上午|下午|刚)*(?:发|寄|给|提交|交)(?:[了过出]|给)"
            r"|报价已?发|报价[\d.,万千]+元?给"
            rf"|\b(?:sent|delivered|submitted|emailed)(?: [\w'\x01]+){{0,4}} (?:{_PAPER})\b"
            r"|\bquoted\b"
            rf"|\b(?:{_PAPER}) (?:(?:is|was|has been|went) )?(?:out|sent|submitted|delivered)\b"
            rf"|\b(?:{_PAPER})(?:[^,.]|[,.]\d){{0,24}} sent\b"
            rf"|\b(?:got|received|has|have) (?:our|the|my) (?:{_PAPER})\b",
            re.ASCII,
        ),
    ),
    (
        "qualified",
        0.65,
        re.compile(
            r"有预算|立项|预算(?:已经?)?(?:批|下来|通过|到位)"
            r"|\bbudget (?:(?:is|was|got) )?approved\b|\b(?:has|have|got) (?:the |a )?budget\b"
            r"|\bqualified\b",
            re.ASCII,
        ),
    ),
)
_DENIED = re.compile(
    r"(?:没有?|尚未|未|不|差点|如果|要是|万一|一旦|等|问|是否|会不会|能不能|想|准备|打算)[^\s,。]{0,4}$"
    r"|(?:\bnot(?: yet)?|n't|\bdidnt|\bno|\bnever|\balmost|\bif|\bonce|\bunless|\buntil|\bwhen"
    r"|\bwants? to|\bwill|\bgoing to|\bready to|\bhopes? to|\basked (?:if|whether))"
    r"\s*[^\s,.;]{0,8}\s*$",
    re.ASCII,
)
_WINDOW = 16


def find_stage(folded: str, step: Span | None) -> Guess[str] | None:
    """Find the stage that is said to be reached; plans and denials do not count."""
    for stage, sure, pattern in _STAGES:
        for match in pattern.finditer(folded):
            # Nobody plans to lose.
            if stage != "lost" and step and step[0] <= match.start() < step[1]:
                continue
            if _DENIED.search(folded[max(0, match.start() - _WINDOW) : match.start()]):
                continue
            return Guess(stage, sure, match.span())
    return None
