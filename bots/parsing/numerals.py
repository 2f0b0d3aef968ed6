"""Numbers as people write and say them in Chinese, and small ones in English."""

from decimal import Decimal

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
}
TENS = {"十": 10, "百": 100, "千": 1_000, "k": 1_000}
MYRIADS = {"亿": 10**8, "万": 10**4, "w": 10**4}
ZH_DIGIT = "零〇一二两三四五六七八九"
ENGLISH = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1, "couple": 2, "a couple of": 2, "a couple": 2, "few": 3, "a few": 3}


def small_zh(text: str) -> int:
    """Read 12, 十二, 二十 or 两 (to a few thousands)."""
    if text.isdecimal():
        return int(text[:9])
    total, digit = 0, 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char] if char not in "零〇" else 0
        elif char in TENS:
            total += (digit or 1) * TENS[char]
            digit = 0
    return total + digit


def large_zh(text: str) -> Decimal:
    """Read 12万5千, 1.5亿, 五万二, 3百万: digits and Chinese units in any mix."""
    total, section, number, last, myriad = Decimal(0), Decimal(0), "", 1, 0
    for char in text:
        if char.isdecimal() or char == ".":
            number += char
        elif char in DIGITS:
            number += str(DIGITS[char])
        elif char in TENS:
            section += Decimal(number or "1") * TENS[char]
            number, last = "", TENS[char]
        elif char in MYRIADS:
            section += Decimal(number or "0")
            unit = MYRIADS[char]
            if total and unit > myriad:
                total = (total + section) * unit
            else:
                total += section * unit
            section, number, last, myriad = Decimal(0), "", unit, unit
    tail = Decimal(number or "0")
    # "五万二" is 52,000 and "三千五" is 3,500: a lone last digit counts tenths of the unit before.
    if len(number) == 1 and last > TENS["十"]:
        tail *= last // 10
    return total + section + tail
