"""Targets and ranks in the chat."""

from typing import Final

from bots.core.phrases import listing
from bots.core.steps import command
from bots.core.talk import Talk
from crm.analytics.periods import around
from crm.analytics.ranks.service import LABELS, RANKED, board
from crm.analytics.targets.model import METRICS
from crm.analytics.targets.service import Reached, current
from crm.records.people import People, people
from crm.records.rates.worth import today
from kernel.formats import format_money, format_number, format_percent
from kernel.i18n import _, lazy

SHOWN: Final = 12


@command("target", "targets", "目标", "业绩", about=lazy("targets, and how far they are"))
async def target(talk: Talk, _rest: str) -> None:
    """One's own targets first, then those of teams and the firm, as far as they are seen."""
    me = talk.principal
    found = await current(talk.uow, me)
    if not found:
        talk.say(_("No targets are set for you in %(workspace)s.", workspace=me.workspace))
        return
    everybody = await people(talk.uow)
    found.sort(key=lambda one: (one.subject_id != me.member_id, one.scope != "company"))
    lines = [_("Targets in %(workspace)s:", workspace=me.workspace)]
    lines += [target_line(talk, one, everybody) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(_("and more. The page Numbers has all of them."))
    picture = talk.button("picture", _("As a picture"), what="targets")
    talk.say("\n".join(lines), actions=[picture])


def target_line(talk: Talk, one: Reached, everybody: People) -> str:
    words = {
        "period": one.period,
        "metric": str(METRICS[one.metric]),
        "whose": _whose(one, everybody),
        "actual": _said(talk, one.metric, one.actual.value),
        "target": _said(talk, one.metric, one.value),
        "share": format_percent(None if one.attainment is None else round(one.attainment, 2)),
        "pace": format_percent(None if one.pace is None else round(one.pace, 2)),
    }
    return (
        _("%(period)s, %(whose)s, %(metric)s: %(actual)s of %(target)s (%(share)s), pace %(pace)s")
        % words
    )


def _whose(one: Reached, everybody: People) -> str:
    if one.scope == "company":
        return _("the firm")
    return everybody.name(one.subject_id) or _("the team")


@command("rank", "ranks", "排名", about=lazy("who did most this month"))
async def rank(talk: Talk, _rest: str) -> None:
    """The first three and one's own place, for each metric."""
    talk.demand("deal:see")
    me = talk.principal
    month = around("month", today(me))
    lines = [_("%(month)s in %(workspace)s:", month=month.label, workspace=me.workspace)]
    for metric in RANKED:
        found = await board(talk.uow, me, metric, month)
        places = [p for p in found.places if p.rank <= 3 or p.me] if found else []  # noqa: PLR2004
        said = [
            f"{p.rank}. {p.name} {_said(talk, metric, p.value)}" for p in places if p.value or p.me
        ]
        if said:
            lines.append(f"{LABELS[metric]}{_(': ')}" + listing(said))
    talk.say("\n".join(lines))


def _said(talk: Talk, metric: str, value: int | None) -> str:
    if RANKED[metric].money:
        return format_money(value, talk.principal.currency)
    if RANKED[metric].share and value is not None:
        return format_percent(value / 100)
    return format_number(value)
