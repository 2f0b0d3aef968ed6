"""What kind of thing a question asks for: an amount, a day, a share, a number, somebody."""

import re
from typing import Final, Literal

Kind = Literal["money", "when", "span", "share", "number", "who", "rival"]

_UNIT = r"(?:weeks?|months?|years?|days?|hours?|minutes?|个月|年|周|星期|天|日|小时|分钟)"
_WORDED = r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred)\b"
_DIGIT = rf"(?:[\d一二两三四五六七八九十半]+|{_WORDED}|\b(?:one|half an?)\b)"
# What becomes more or less is told by how much.
_CHANGED = (
    r"\b(?:off|cheaper|less|more|lower|higher|up|down|raise[sd]?|increase[sd]?|rise|rose|risen"
    r"|gr[eo]w[ns]?|fell|fall(?:en|s)?|drop(?:ped|s)?)\b"
)
# The first that fits; what costs is asked with "how much", what lasts with "how long".
_ASKED: Final[tuple[tuple[str, Kind], ...]] = (
    (r"多少钱|什么价|价格是?多少|几块|几万|多少元", "money"),
    (r"\bhow expensive\b|\b(?:what|which) price\b|\bprice is\b", "money"),
    (r"\bhow (?:long|old|fast|soon|quickly|much longer)\b", "span"),
    (r"\b(?:lead|delivery) time\b|\bperiod\b", "span"),
    (rf"\bhow many {_UNIT}\b", "span"),
    (r"多久|多长|(?:几个|多少个?)月", "span"),
    (r"(?:几|多少)(?:个?星期|周|年|天|个?小时|个?工作日)(?![前底初份之])", "span"),
    (r"\bwhen\b|\b(?:what|which) (?:time|day|date|month|year|week|quarter)\b", "when"),
    (r"什么时候|什么时间|何时|几[月点号时]|哪一?[天年月]|哪个(?:月|季度)|周几|星期几", "when"),
    (r"\bdiscount\b|\bper ?cent(?:age)?\b", "share"),
    (r"(?:涨价?|低|降价?|让价?|便宜|增长|提高|增加|下降|上升)了?(?:百分之)?(?:多少|几)", "share"),
    (r"几个点|几折", "share"),
    (rf"\bhow much\b[\s\S]*{_CHANGED}", "share"),
    (r"\bhow much\b|\bwhat does [\s\S]{1,80}\b(?:cost|charge)\b|\bbudget\b", "money"),
    (r"(?:预算|报价?|卖|付|花|谈妥|金额|给\w{1,12})\w{0,4}多少(?!台|只|套|个)", "money"),
    (r"多少(?:预算|金额|资金|货款)", "money"),
    (r"\bhow many\b|多少|几[台只套个件箱吨辆]", "number"),
    (r"\b(?:competitor|rival|competition)\b|竞争对手|对手|同行|竞品", "rival"),
    (r"\bwho\b|谁", "who"),
)
_MONEY = re.compile(
    r"[£€$¥]\s?\d|\d{1,3}(?:,\d{3})+|\d[\d,.]*\s?(?:元|万|块|千元"
    r"|(?:k|m|eur|euros?|usd|dollars?|pounds?|rmb|cny)\b)"
)
_FOUND: Final[dict[Kind, re.Pattern[str]]] = {
    "money": _MONEY,
    "span": re.compile(rf"{_DIGIT}(?:-|\s)?{_UNIT}"),
    "when": re.compile(
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|may|june"
        r"|july|august|september|october|november|december)\b|\b\d{1,2}:\d\d\b|\b(?:today|tomorrow"
        r"|next (?:week|month|year)|quarter|end of|spring|summer|autumn|winter)\b|\b20\d\d\b|"
        rf"{_DIGIT}(?:月|号|日|点)|周[一二三四五六日天]|星期|明天|后天|下周|下个?月|月底|年[底初中]"
        "|明年|季度"
    ),
    "share": re.compile(r"\d\s?%|个点|百分之|折"),
    "who": re.compile(
        r"\b(?:owner|boss|md|ceo|director|manager|head of|buyer|purchasing|procurement|accounts"
        r"|finance|engineer|reception|auditor|consultant|board|lead|son|daughter|assistant"
        r"|foreman|lawyer|secretary|technician)\b|老板|领导|总监|经理|厂长|主任|主管|董事|财务|采购|"
        r"会计|工程师|顾问|审核员|班长|负责人|前台|科长|店长|\w[总工董姐哥](?!厂|程|司)"
    ),
    "number": re.compile(rf"\d|{_WORDED}|{_DIGIT}[台只套个件箱吨辆]"),
}


def expected(question: str) -> Kind | None:
    """What the answer must hold; None where any sentence may do. The text is folded."""
    return next((kind for pattern, kind in _ASKED if re.search(pattern, question)), None)


def holds(kind: Kind, sentence: str, rivals: frozenset[str] = frozenset()) -> bool:
    """Whether a folded sentence has such a thing; a share may also be told as an amount."""
    if kind == "share" and _MONEY.search(sentence):
        return True
    if kind in {"rival", "who"} and any(rival in sentence for rival in rivals):
        return True
    return kind in _FOUND and _FOUND[kind].search(sentence) is not None
