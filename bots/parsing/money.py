"""Money as people write and say it: 5万, 12万5千, $5k, €3.500,50, 3.2 million, 500 thousand usd."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from bots.parsing.numbers_en import FRACTION, SPOKEN, spoken
from bots.parsing.numerals import ZH_DIGIT, large_zh
from bots.parsing.parsed import Guess, Money, Span

_NO_MINOR = frozenset(("JPY", "KRW", "VND", "CLP", "ISK", "XAF", "XOF", "UGX", "PYG"))
_THOUSANDTHS = frozenset(("BHD", "KWD", "OMR", "TND", "JOD", "IQD"))
_DOLLARS = frozenset(("USD", "SGD", "HKD", "AUD", "CAD", "NZD", "TWD", "MXN"))
_YUANS = frozenset(("CNY", "HKD", "TWD", "MOP"))
_DOT_GROUPS = frozenset(("EUR", "BRL", "TRY", "DKK", "IDR", "VND"))
_MAX_MAJOR = Decimal(10) ** 14
_WORDS = {
    "us$": "USD", "hk$": "HKD", "s$": "SGD", "a$": "AUD", "nt$": "TWD", "$": "$", "€": "EUR",
    "£": "GBP", "¥": "¥", "₩": "KRW", "₹": "INR", "人民币": "CNY", "美元": "USD", "美金": "USD",
    "美刀": "USD", "刀": "USD", "欧元": "EUR", "欧": "EUR", "英镑": "GBP", "日元": "JPY",
    "港币": "HKD", "港元": "HKD", "台币": "TWD", "新币": "SGD", "瑞郎": "CHF", "卢布": "RUB",
    "块钱": "元", "块": "元", "元": "元", "dollars": "$", "dollar": "$", "bucks": "$",
    "euros": "EUR", "euro": "EUR", "yuan": "CNY", "kuai": "CNY", "rmb": "CNY", "renminbi": "CNY",
    "francs": "CHF", "yen": "JPY", "pounds": "GBP", "quid": "GBP",
} | {
    code.lower(): code
    for code in (
        "USD EUR CNY GBP JPY HKD TWD SGD CHF AUD CAD KRW INR SEK NOK DKK PLN CZK RUB BRL AED NZD"
        " THB VND IDR MYR KWD BHD"
    ).split()
}  # fmt: skip
_SCALES = {
    "k": 3, "thousand": 3, "grand": 3, "tsd": 3, "m": 6, "mn": 6, "mio": 6, "mil": 6,
    "million": 6, "millions": 6, "bn": 9, "billion": 9,
}  # fmt: skip
_LATIN_WORDS = sorted((w for w in _WORDS if w.isascii() and w.isalpha()), key=len, reverse=True)
_OTHER_WORDS = sorted((w for w in _WORDS if w not in _LATIN_WORDS), key=len, reverse=True)
_AFTER = rf"(?:{'|'.join(map(re.escape, _OTHER_WORDS))}|(?:{'|'.join(_LATIN_WORDS)})(?![a-z]))"
_LEADING = [w for w in _OTHER_WORDS if w not in ("元", "块", "块钱", "欧", "刀")]
_BEFORE = rf"(?:{'|'.join(map(re.escape, _LEADING))}|(?<![a-z])(?:{'|'.join(_LATIN_WORDS)}))"
_PLAIN = r"\d+(?:[.,' ]\d{3}(?!\d))+(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
# 三千五一台 is 3,500 for one, not 3,51-something.
_NOT_ONE = "(?!一[台套个件只支吨条批辆张份])"
_ZH = (
    rf"(?:\d+(?:\.\d+)?|[{ZH_DIGIT}十百千])(?:{_NOT_ONE}[{ZH_DIGIT}十百千\d])*(?:[万亿w千百]|[个来多][万亿])"
    rf"(?:{_NOT_ONE}[{ZH_DIGIT}十百千万亿\d])*"
)
_SCALE_WORDS = "|".join(sorted(_SCALES, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?:(?P<pre>{_BEFORE})[ ]?|(?<![a-z\d])(?<!\d[.,]))(?:(?P<zh>{_ZH})(?![a-vx-z\d])"
    rf"|(?P<en>{SPOKEN})"
    rf"|(?P<num>{_PLAIN})(?:[ ]?(?P<scale>{_SCALE_WORDS})(?![a-z\d]))?)"
    rf"(?:[ ]?(?P<post>{_AFTER}))?"
)
_THING = re.compile(
    r"\s*(?:电机|功率|台|个|件|套|只|支|吨|米|公斤|千克|人|位|家|箱|瓶|片|块板|平|次|条"
    r"|根|辆|张|份|亩|字|%|％|度|转|升|瓦|伏|级|公里|方(?!案)|千瓦|"
    r"(?:pcs|pieces|units?|pumps?|tons?|tonnes?|people|employees|sets?|days?|weeks?|months?|years?|"
    r"hours?|minutes?|meters?|metres?|valves?|motors?|machines?|licen[cs]es|seats|users"
    r"|km|kw|kg|rpm|"
    r"percent|am|pm|o'clock|st|nd|rd|th|times|miles|liters?|litres?|sqm"
    r"|sq ft|square (?:feet|meters?|metres?)|run|race|monitors?|screens?|cameras?"
    r"|video|items?|boxes"
    r"|customers|leads|"
    r"parts?|samples?|filters?|bearings?)\b)"
    r"|[点号月日年天周岁]|星期|小时|分钟"
)
_HINT = re.compile(
    r"(?:折后|金额|报价|报了?|价格?|价|合同额?|预算|总价|总额|货款|定金|尾款|成交|签了?|单子"
    r"|改成|降到|卖|值|回款|大概|约|"
    r"amount|price|budget|worth|value|valued|quoted?|offer(?:ed)?|deal|signed|contract|revenue|"
    r"for|at|pays?|paid|total|costs?|of|is|about|around|to)[\s:是为了在]*$"
)
_STRONG = re.compile(
    r"(?:金额|报价|合同|总价|总额|成交|签|worth|amount|deal|signed|contract)\D{0,12}$"
)
_FINAL = re.compile(
    r"(?:[降砍谈压改减调涨加还]到|改成|还价|总价|总额|共(?![同享])|合计|共计"
    r"|\btotal|(?:down|up) to)\D{0,12}$"
    r"|\bbut [$€£]?$|\bfrom \S{2,14} to [$€£]?$"
)
_REPLACED = re.compile(r"(?:\bnot|\binstead of|\brather than|不是) [$€£¥]?$")
_NUMBERED = re.compile(
    r"(?:\b(?:invoice|order|po|no|nr|number|ref|ticket|zip|suite|room|art)\b\.?|#|号码?|编号|单号)"
    r"[ :]*(?:no\.?|nr\.?|number|#|为|是|改成)?[ :#]*$"
)
_EACH = re.compile(r"^\s*(?:each|apiece|per\b|a piece|/|一[台套个件只支吨条]|每)")
_UNIT_PRICE = re.compile(r"(?:[每一][台个件套吨只条]|单价|unit price|each at|at)\s*$")
_LOW = re.compile(rf"(?<![\d.,])(\d+(?:\.\d+)?|[{ZH_DIGIT}十]+)[ ]?(?:-|~|–|到|至|to)[ ]?$")
_HIGH = re.compile(r"[ ]?(?:-|~|–|to)[ ]?[$€£]?\d+(?:[.,]\d)?[ ]?(k|thousand|million|m)(?![a-z])")
_BARE_MIN, _BARE_MAX_DIGITS, _SPOKEN_MIN = 100, 9, 1_000
_ABOUT = re.compile(r"\s*(?:左右|上下|出头|以内|以下|以上|封顶)")
# 三四十万 is thirty or forty: the lower is taken, and never for certain.
_EITHER = re.compile(
    r"(?<![一二三四五六七八九\d])([一二三四五六七八九])[一二三四五六七八九](?=[十百千万亿])"
)
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?")


@dataclass(frozen=True, slots=True)
class _Found:
    guess: Guess[Money]
    score: float


def exponent(currency: str) -> int:
    """Count the decimals of a currency."""
    return 0 if currency in _NO_MINOR else 3 if currency in _THOUSANDTHS else 2


def _currency(word: str | None, default: str) -> str:
    code = _WORDS[word] if word else default
    if code == "$":
        return default if default in _DOLLARS else "USD"
    if code == "¥":
        return "JPY" if default == "JPY" else "CNY"
    if code == "元":
        return default if default in _YUANS else "CNY"
    return code


def _decimal(raw: str, currency: str, *, scaled: bool) -> tuple[Decimal, float]:
    """Read separators as the writer meant them; the second value is how sure that is."""
    raw = raw.replace("'", "").replace(" ", "")
    dot, comma = raw.rfind("."), raw.rfind(",")
    if dot >= 0 and comma >= 0:
        mark = max(dot, comma)
        return Decimal(re.sub("[.,]", "", raw[:mark]) + "." + raw[mark + 1 :]), 1
    mark = max(dot, comma)
    if mark < 0:
        return Decimal(raw), 1
    groups, last = raw.count(raw[mark]), len(raw) - mark - 1
    joined = Decimal(raw.replace(".", "").replace(",", ""))
    if groups > 1 or (last == 3 and raw[mark] == "," and not scaled):  # noqa: PLR2004
        return joined, 1
    if last == 3 and not scaled:  # noqa: PLR2004
        return joined, 0.9 if currency in _DOT_GROUPS else 0.6
    return Decimal(raw.replace(",", ".")), 1


def _sure(match: re.Match[str], text: str, default: str, value: Decimal) -> float:
    """Say how surely a number is money at all; 0 means it is something else."""
    named = match["pre"] or match["post"]
    if named:
        return 0.7 if named in ("pounds", "刀", "欧") else 0.97
    if _THING.match(text, match.end()):
        return 0
    before = text[max(0, match.start() - 16) : match.start()]
    if match["num"] and _NUMBERED.search(before) and not match["scale"]:
        return 0
    hinted = _HINT.search(before) is not None
    if match["zh"]:
        idiom = match["zh"] in ("千万", "百万") or text.startswith("火急", match.end())
        about = (
            _ABOUT.match(text, match.end())
            or _EACH.match(text[match.end() :])
            or _UNIT_PRICE.search(before)
        )
        said = 0.85 if (hinted or about) and value >= _BARE_MIN else 0
        return 0 if idiom else _sure_zh(match["zh"], default) or said
    if match["en"]:
        return 0.85 if value >= _SPOKEN_MIN or hinted else 0
    scale = match["scale"]
    if scale:
        meters = 0.8 if hinted else 0.6 if "." in match["num"] else 0.4
        return meters if scale in ("m", "mil") else 0.93 if hinted or scale != "k" else 0.88
    digits = sum(char.isdecimal() for char in match["num"])
    hinted = (hinted and not re.search(r"\b(?:at|to|of|is|for)\s*$", before)) or bool(
        _STRONG.search(before) or _FINAL.search(before)
    )
    bare = hinted and value >= _BARE_MIN and digits <= _BARE_MAX_DIGITS
    if not bare and _GROUPED.fullmatch(match["num"]):
        return 0.6
    year = digits == 4 and value.to_integral() == value and 1990 <= value <= 2100  # noqa: PLR2004
    return (0.5 if year else 0.75) if bare else 0


def _sure_zh(number: str, default: str) -> float:
    if "w" in number:
        return 0.85 if default == "CNY" else 0.6
    return 0.95 if re.search("[万亿]", number) else 0


def _number(match: re.Match[str], text: str, currency: str) -> tuple[Decimal, float, Span]:
    """Read the number of a match; of a range such as 5-8万 the low end."""
    start = match.start()
    low = _LOW.search(text, max(0, start - 14), start)
    unit = re.search("[万亿w千]+", match["zh"]) if match["zh"] else None
    if low and unit:
        return large_zh(low[1] + unit[0]), 0.7, (low.start(), match.end())
    if match["zh"]:
        words, twice = _EITHER.subn(r"\1", match["zh"])
        vague = 0.6 if twice else 0.8 if re.search("[来多]", words) else 1
        return large_zh(words.replace("个", "")), vague, match.span()
    if match["en"]:
        return spoken(match["en"]), 1, match.span()
    scale = Decimal(10) ** _SCALES[match["scale"]] if match["scale"] else Decimal(1)
    high = _HIGH.match(text, match.end())
    if high and not match["scale"]:
        scale = Decimal(10) ** _SCALES[high[1]]
        return Decimal(match["num"].replace(",", ".")) * scale, 0.7, (start, high.end())
    if low and match["scale"] and not match["pre"]:
        return Decimal(low[1]) * scale, 0.7, (low.start(), match.end())
    value, clear = _decimal(match["num"], currency, scaled=bool(match["scale"]))
    return value * scale, clear, match.span()


def _decimals(match: re.Match[str]) -> str:
    """Write 1/2 million as .50 million over the same letters."""
    share = Decimal(match["a"]) / Decimal(match["b"])
    return f"{share:.1f} {match['s']}"


def _each(text: str, default: str) -> Iterator[_Found]:
    text = FRACTION.sub(_decimals, text.translate(_FORMAL))
    for match in _AMOUNT.finditer(text):
        plain = match["pre"] in ("$", "¥") and match["post"]
        currency = _currency(plain or match["pre"] or match["post"], default)
        value, clear, span = _number(match, text, currency)
        sure = _sure(match, text, default, value) * clear
        if not sure or not 0 < value <= _MAX_MAJOR:
            continue
        minor = value.scaleb(exponent(currency))
        whole = minor.quantize(Decimal(1), ROUND_HALF_EVEN)
        if whole != minor:
            sure *= 0.8
        score = sure
        before = text[max(0, match.start() - 24) : match.start()]
        if _FINAL.search(before):
            score += 0.7
        elif _STRONG.search(before):
            score += 0.5
        if _REPLACED.search(before):
            score -= 0.5
        if _EACH.match(text[match.end() :]) or _UNIT_PRICE.search(text[: match.start()][-12:]):
            score, sure = score - 0.4, sure * 0.7
        yield _Found(Guess(Money(int(whole), currency), round(sure, 2), span), score)


def find_amount(text: str, currency: str) -> Guess[Money] | None:
    """Find the amount the sentence is about, in folded text; `currency` where none is said."""
    found = list(_each(text, currency))
    if not found:
        return None
    best = max(found, key=lambda one: (one.score, -one.guess.span[0]))
    guess = best.guess
    rivals = [o for o in found if o.guess.value != guess.value and best.score - o.score < 0.2]  # noqa: PLR2004
    if rivals:
        return Guess(guess.value, min(guess.confidence, 0.6), guess.span)
    return guess
