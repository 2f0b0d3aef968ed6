"""The words by which a message turns to another customer, and those that only mention one."""

import re
from dataclasses import dataclass
from typing import Final

_DAY = (
    r"today|yesterday|(?:(?:on|last) )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?"
    r"|[今昨前]天|(?:上?(?:周|星期|礼拜))[一二三四五六日天]"
)
_HOUR = (
    r"now|this|in the|at noon|noon|morning|afternoon|evening|(?:at |around )?\d{1,2}(?::\d\d)?"
    r" ?(?:am|pm)"
    r"|现在|今早|早上|上午|中午|下午|傍晚|晚上|\d{1,2}点半?"
)
_VERB = (
    r"met|visit(?:ed)?|call(?:ed)?|phoned|rang|spoke|talked|saw|e-?mail(?:ed)?|texted|messaged"
    r"|chatted|wrote|sent|went|left|drove|dropped|stopped|popped|swung|showed|presented|discussed"
    r"|had|was|followed up|checked in|demo(?:ed)?|lunch|dinner|coffee|breakfast|chat|zoom|meeting"
    r"|拜访了?|走访了?|回访了?|见了?|见过|去了?趟?|到了?|联系了?|打电话给|路过|约了|接到|跑了趟?"
)
# 给鼎盛发了报价 is a turn, 推荐给鼎盛 and 华联跟鼎盛有合作 are none.
_WITH = r"给|跟|和|与|同"
_LINK = (
    r"then|afterwards?|after (?:that|which)|later|also|next|first|second(?:ly)?|finally"
    r"|先是?|首先|后?又|后?再|然后|接着|随后|之后|后来|最后|另外|还|顺便"
)
_FILLER = (
    r"i|we|just|quickly|briefly|a|an|the|short|long|good|great|quick|nice|by|in|at|to|with|from"
    r"|over|on|of|for|mr|mrs|ms|dr|我们?|在|刚才?|的|了|过|是"
)
_NUMBER = r"\d{1,2}(?:[).、])(?!\d)"
_JOINS = r"(?:and|n|plus|和|跟|与|以及|还有)"
_GAP = r"[\s,，、:：&*•·-]*"
_LONGEST: Final = 60
_LATIN_END = r"(?![a-z])"
_LEAD = re.compile(
    rf"{_GAP}(?:(?:{_DAY}|{_HOUR}|{_VERB}|{_LINK}|{_JOINS}|{_WITH}|{_FILLER}){_LATIN_END}{_GAP}"
    rf"|{_NUMBER}{_GAP})*",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"{_GAP}(?:(?:{_JOINS}|then){_LATIN_END}{_GAP})*", re.IGNORECASE)
_JOINED = re.compile(rf"\s*(?:、|&|{_JOINS}{_LATIN_END})", re.IGNORECASE)
_GOES_ON = re.compile(rf"\s*(?:[,，、&]|$|{_JOINS}{_LATIN_END})", re.IGNORECASE)
_LINKED = re.compile(
    rf"{_GAP}(?:{_JOINS}{_LATIN_END}{_GAP})*(?:(?:{_LINK}){_LATIN_END}|{_NUMBER})", re.IGNORECASE
)
_HEAD = re.compile(
    rf"[\s,，]*(?:{_NUMBER}\s*|(?:and|n|then|plus|afterwards?|after that)(?![a-z])[\s,]*"
    r"|然后|接着|随后|后来|最后|后(?=[又再])|以及)+",
    re.IGNORECASE,
)
_VERBS = re.compile(rf"(?<![a-z])(?:{_VERB}){_LATIN_END}", re.IGNORECASE)
_WITHS = re.compile(rf"(?:{_WITH}){_GAP}$")
_PLACE = re.compile(rf"(?:\bat|[在到]){_GAP}$", re.IGNORECASE)
_TIMES = re.compile(rf"(?<![a-z])(?:{_DAY}|{_HOUR}){_LATIN_END}", re.IGNORECASE)
_DAYS = re.compile(rf"(?<![a-z])(?:{_DAY}){_LATIN_END}", re.IGNORECASE)
_DONE_WITH = re.compile(
    r"[^,，。;；]{0,6}?(?:聊|谈|打|通了?|沟通|见|开了?会|吃|发|报|讲|演示|签|确认|联系)"
)
_TURN = re.compile(
    rf"\s+{_NUMBER}\s*"
    r"|\s+(?:(?:and|n|&|then|afterwards?|after that|later|plus)\s+)+"
    r"|(?:然后|接着|随后|之后|后来|最后|后?[又再]|顺便)+[给和跟与同]?|以及|还有|[和跟与]"
)
_BESIDE: Final = re.compile(
    r"\s*(?:"
    r"(?:is|are|was|were)\s+(?:(?:also|still|much|way|even|a bit)\s+)*(?:cheaper|better|faster"
    r"|bidding|quoting|offering|competing|involved|lower|in (?:too|there)|their|the (?:incumbent"
    r"|competitor|current))|also\b|(?:has|have|had) (?:a )?(?:better|lower|cheaper)"
    r"|offer(?:s|ed)?\b|quoted\b|bids?\b|undercuts?\b|over us\b|instead\b|recommend|referred"
    r"|introduced|than\b"
    r"|[^,，。;；]{0,4}?(?:也在|也报|也投|在报价|在投标|报价.{0,3}(?:比|更|低|便宜|高)|比我们|比咱"
    r"|更?便宜|的(?:价格|设备|产品|报价)|推荐|介绍|之间|报的|出价|抢|竞争|和我们|跟我们)"
    r")",
    re.IGNORECASE,
)
_SAID_OF: Final = re.compile(
    r"\s*(?:wants?|needs?|asks?|asked|orders?|ordered|signed|lost|agreed|not now|no budget)\b"
    r"|[^,，。;；]{0,4}?(?:要|想|需要|签|嫌|丢了?|同意|暂)",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(
    r"(?:\b(?:than|like|versus|vs|over|between|lost to|compared (?:to|with)|buy(?:s|ing)? from)"
    r"|输给|比|像|推荐了?|介绍了?)\s*$"
)
_EVERY: Final = re.compile(
    r"\bboth\b|\ball (?:two|three|four|five|of them)\b|\beach of them\b"
    r"|^\s*(?:他们)?都|(?:[两三四五几各]家|他们两)(?:都|各|分别)?"
)


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a name since the last turn."""

    text: str

    @property
    def plain(self) -> bool:
        """Whether it says nothing but that one turned to somebody."""
        return len(self.text) <= _LONGEST and _LEAD.fullmatch(self.text) is not None

    @property
    def verb(self) -> str:
        """What was done, with the words that belong to it."""
        found = _VERBS.search(self.text)
        return self.text[found.start() :] if found else ""

    @property
    def is_place(self) -> bool:
        """Whether it says where one was, and needs no verb."""
        return _PLACE.search(self.text) is not None

    @property
    def is_topic(self) -> bool:
        """Whether the name itself is what the words that follow are about."""
        return not self.verb and not _WITHS.search(self.text)

    @property
    def links(self) -> bool:
        """Whether it says that this came after something else."""
        return _LINKED.match(self.text) is not None

    @property
    def joins(self) -> bool:
        """Whether it begins with a mere and."""
        return _JOINED.match(self.text) is not None

    def lists(self, after: str) -> bool:
        """Whether a list goes on here."""
        if _LISTED.fullmatch(self.text) is None or _BESIDE.match(after):
            return False
        return self.joins or self.links or _GOES_ON.match(after) is not None

    @property
    def time(self) -> str:
        """The day and the part of it."""
        found = _TIMES.findall(self.text)
        return (" " if self.text.isascii() else "").join(found)

    @property
    def day(self) -> str:
        """The day alone."""
        found = _DAYS.search(self.text)
        return found[0] if found else ""

    def turns(self, after: str) -> bool:
        """Whether the name with these words after it is one that was gone to, not mentioned."""
        if not self.plain:
            return False
        if self.is_topic:
            return _BESIDE.match(after) is None
        return bool(self.verb) or _DONE_WITH.match(after) is not None


def turns(folded: str) -> list[int]:
    """Where a sentence may turn to another customer without a mark of punctuation."""
    return [match.start() for match in _TURN.finditer(folded)]


def is_said_of(after: str) -> bool:
    """Whether the words after a name can only be said of a customer."""
    return after[:1] in {":", "："} or _SAID_OF.match(after) is not None


def is_aside(lead: str) -> bool:
    """Whether whoever is named next is compared with, bought from, or lost to."""
    return _ASIDE.search(lead) is not None


def is_about_all(clause: str) -> bool:
    """Whether a clause is said of all that were named."""
    return _EVERY.search(clause) is not None


def without_link(text: str) -> str:
    """What is left of a sentence without the word that links it to the one before."""
    found = _HEAD.match(text)
    return text[found.end() :] if found else text
