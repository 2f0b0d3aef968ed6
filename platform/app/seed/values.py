"""A made-up row in the words of the product: which field says what."""

from datetime import timedelta
from typing import Any

from app.seed.globe import place_of
from app.seed.notes import BAD, GOOD, OPEN
from app.seed.rows import Activity, Company, Contact, Task

_OUTCOMES = {GOOD: "positive", OPEN: "neutral", BAD: "negative"}
_LABELS = {"en": ("work", "mobile", "WeChat", "Telegram"), "zh": ("工作", "手机", "微信", "电报")}
_LEVELS = "ABBCCCCDD"
_STATUSES = "customer potential customer potential customer dormant potential lost".split()
_SOURCES = "referral website exhibition cold_call referral partner advertisement".split()
_ROLES = ("decision_maker", "influencer", "user", "user", "finance", None)
_WARNING = timedelta(minutes=30)


def of_company(company: Company, language: str) -> dict[str, Any]:
    """Its name, what it is to the firm, and where to find it."""
    chance = company.id.int // 7
    north, east = place_of(company) or (None, None)
    return {
        "name": company.name,
        "level": _LEVELS[chance % len(_LEVELS)],
        "status": "potential" if company.is_pooled else _STATUSES[chance % len(_STATUSES)],
        "source": _SOURCES[chance % len(_SOURCES)],
        "website": f"https://www.{company.domain}",
        "phones": _entries([company.phone], _LABELS[language][0]),
        "emails": _entries([f"info@{company.domain}"], _LABELS[language][0]),
        "industry": company.industry,
        "address": company.street,
        "city": company.city,
        "country": company.country,
        "latitude": north,
        "longitude": east,
    }


def of_contact(contact: Contact, language: str) -> dict[str, Any]:
    """Who it is and how to reach them."""
    work, mobile, wechat, telegram = _LABELS[language]
    return {
        "name": contact.name,
        "job_title": contact.title,
        "role": _ROLES[contact.id.int % len(_ROLES)],
        "emails": _entries(contact.emails, work),
        "phones": _entries(contact.phones, mobile if language == "zh" else work),
        "handles": _entries([contact.wechat], wechat) + _entries([contact.telegram], telegram),
    }


def call_outcome(activity: Activity) -> str:
    """What came of a call, as it was spoken of."""
    if activity.outcome == OPEN:
        return "call_back" if activity.next_step else "reached"
    return "interested" if activity.outcome == GOOD else "not_interested"


def of_activity(activity: Activity) -> dict[str, Any]:
    """What happened; every other visit was proved on the spot."""
    place = place_of(activity.company) if activity.kind == "visit" else None
    checked = {}
    if place is not None and activity.id.int % 2:
        off = activity.id.int // 3 % 120
        here = {"latitude": place[0] + off * 4, "longitude": place[1], "accuracy": 12}
        checked = {**here, "distance": off // 2, "verified": True}
    return checked | {
        "kind": activity.kind,
        "text": activity.text,
        "happened_at": activity.happened_at,
        "outcome": _OUTCOMES[activity.outcome],
        "call_outcome": call_outcome(activity) if activity.kind == "call" else None,
        "next_step": activity.next_step,
        "next_at": activity.next_at,
    }


def of_task(task: Task) -> dict[str, Any]:
    """What is to be done."""
    return {
        "title": task.title,
        "due_at": task.due_at,
        "remind_at": task.due_at - _WARNING,
        "status": "done" if task.done_at else "open",
        "closed_at": task.done_at,
    }


def _entries(found: Any, label: str) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value in found if value]
