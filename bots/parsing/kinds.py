"""Which kind of contact a sentence reports: visit, call, meeting, email, chat or note."""

import re

from bots.parsing.parsed import Guess, Span

_KINDS: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("note", 0.9, re.compile(r"^\s*(?:note|memo|fyi)\b|备注|记一下|记个", re.ASCII)),
    (
        "visit",
        0.93,
        re.compile(
            r"拜访|走访|登门|上门|到访|来访|来(?:我们)?公司|跑了趟|去了趟"
            r"|\bvisit(?:ed|ing)?\b|\bon[ -]site\b|\bdrove"
            r" (?:out )?to\b"
            r"|\b(?:dropped|stopped|popped|swung) (?:by|in|at|into)\b|\bwent (?:over )?to\b"
            r"|\bfactory tour\b|\bwalked through\b|转了一?圈|去[^,。 ]{1,6}(?:厂里|现场|工地)",
            re.ASCII,
        ),
    ),
    (
        "email",
        0.93,
        re.compile(
            r"邮件|发邮|邮箱|\be-?mail(?:s|ed|ing)?\b|\bmailed\b|\bby mail\b|\binbox\b", re.ASCII
        ),
    ),
    (
        "chat",
        0.93,
        re.compile(
            r"微信|钉钉|飞书|企微|\bwe ?chat(?:ed)?\b|\bwhats ?app(?:ed)?\b|\btexted\b"
            r"|\bmessaged\b|\btelegram\b"
            r"|\bchatted\b|\bdmed\b|\bqq\b|\bslack(?:ed)?\b|\bsms\b|发短信|短信",
            re.ASCII,
        ),
    ),
    (
        "call",
        0.93,
        re.compile(
            r"电话|通话|通了?[个次]话|语音|打给|去电|来电"
            r"|\b(?<!company )(?<!firm )(?<!guy )call(?:ed|ing|s)?\b(?!"
            r" off)"
            r"|\bphone[d]?\b|\bskyped?\b|\bface ?timed?\b|\brang\b"
            r"|\bspoke (?:to|with|by)\b|\bvoicemail\b",
            re.ASCII,
        ),
    ),
    (
        "meeting",
        0.9,
        re.compile(
            r"开会|会议|开了[个次]?会|开完[^,。 ]{0,3}会|碰头|碰了?[个次]?面|做了?[个次]?演示"
            r"|面谈|约谈|洽谈|视频会"
            r"|会面|座谈|\bmeetings?\b|\bzoom\b"
            r"|\bteams call\b"
            r"|\bworkshop\b|\b(?:lunch|dinner|coffee)\b|例会|培训|吃了?[个顿]?饭|饭局|面聊|\bconference\b"
            r"|\bdemo(?:ed)?\b|\bpresented to\b",
            re.ASCII,
        ),
    ),
    (
        "visit",
        0.75,
        re.compile(
            r"\bmet\b(?=.{0,60}\bat\b)|\bsaw\b|\bwas (?:at|with)\b|见了|见完|见到|见过|见面|去了"
            r"|来了|在.{1,8}见",
            re.ASCII,
        ),
    ),
    ("meeting", 0.75, re.compile(r"\bmet\b|\bmeet\b|\bsat (?:down )?with\b", re.ASCII)),
    ("chat", 0.7, re.compile(r"聊|\bchat\b|\bmessage\b", re.ASCII)),
    ("call", 0.65, re.compile(r"\btalked (?:to|with)\b|\bspoke\b|沟通|联系了", re.ASCII)),
)
_PLANNED, _UNSAID = 0.5, 0.4


def find_kind(folded: str, step: Span | None) -> Guess[str] | None:
    """Find the kind of what happened; a word in the next step counts only if there is no other."""
    planned: Guess[str] | None = None
    best: Guess[str] | None = None
    for kind, sure, pattern in _KINDS:
        for match in pattern.finditer(folded):
            inside = step and step[0] <= match.start() < step[1]
            if inside:
                planned = planned or Guess(kind, _PLANNED, match.span())
            elif best is None or (sure >= best.confidence and match.start() < best.span[0]):
                best = Guess(kind, sure, match.span())
    if best or planned:
        return best or planned
    return Guess("note", _UNSAID, (0, 0)) if folded.strip() else None
