"""A place that somebody sends from where they stand: checked in at a customer nearby."""

from datetime import datetime, timedelta
from math import cos, radians
from typing import Any, Final
from uuid import UUID

from bots.core import drafts
from bots.core.drafts import DraftCard, Party
from bots.core.messages import Spot
from bots.core.steps import answer, button
from bots.core.talk import Pressed, Talk
from bots.core.world import world_of
from crm.activities.checkin.service import Standing, check_in
from crm.activities.places import EARTH, MILLION, Place, metres
from crm.customers.company.model import COMPANY
from crm.records.reading import View
from crm.records.scope import visible
from kernel import clock
from kernel.errors import Conflict
from kernel.formats import format_number
from kernel.i18n import _, ngettext
from kernel.sql import Args

NEAR: Final = 2_000
SHOWN: Final = 4
LABEL: Final = 30
# Later one may stand anywhere.
FRESH: Final = timedelta(minutes=10)
_DEGREE: Final = EARTH * radians(1)


async def here(talk: Talk, spot: Spot) -> None:
    """The customers around, the nearest first; nothing is written before one is chosen."""
    talk.demand("activity:create")
    if talk.inbound.forwarded:
        talk.say(_("Somebody else was there. Send the place where you stand yourself."))
        return
    found = await _around(talk, spot)
    about = _about(spot)
    buttons = [
        talk.button("checkin", f"{name[:LABEL]} · {_far(far)}", company=company_id, **about)
        for company_id, name, far in found
    ]
    buttons.append(talk.button("checkin_other", _("Other customer"), **about))
    lead = ngettext(
        "%(num)s customer is near. Where are you?",
        "%(num)s customers are near. Where are you?",
        len(found),
    )
    talk.say(lead if found else _("No customer of yours is near. Where are you?"), actions=buttons)


async def _around(talk: Talk, spot: Spot) -> list[tuple[UUID, str, int]]:
    me, stand = talk.principal, _standing(spot)
    north = round(NEAR / _DEGREE * MILLION)
    east = round(north / max(cos(radians(spot.latitude)), 0.01))
    args = Args(me.tenant_id)
    rows = await talk.uow.fetch(
        f"SELECT c.id, c.name, c.latitude, c.longitude FROM company c WHERE c.tenant_id = $1 "
        f"AND c.deleted_at IS NULL AND {visible(me, args, 'c', of=COMPANY)} "
        f"AND c.latitude BETWEEN {args(stand.place.latitude - north)} "
        f"AND {args(stand.place.latitude + north)} "
        f"AND c.longitude BETWEEN {args(stand.place.longitude - east)} "
        f"AND {args(stand.place.longitude + east)} ORDER BY c.tenant_id, c.id LIMIT 500",
        *args.values,
    )
    places = ((row["id"], row["name"], Place(row["latitude"], row["longitude"])) for row in rows)
    found = [(i, name, metres(stand.place, place)) for i, name, place in places]
    near = [one for one in found if one[2] <= NEAR]
    return sorted(near, key=lambda one: (one[2], one[1]))[:SHOWN]


@button("checkin", once=True)
async def check(talk: Talk, pressed: Pressed) -> None:
    """There, now; whether it is the customer's own place is said."""
    said = pressed.args
    if clock.now() - datetime.fromisoformat(said["at"]) > FRESH:
        raise Conflict(_("This place is too old. Send where you stand now."))
    stand = Standing(said["latitude"], said["longitude"], said["accuracy"])
    made = await check_in(talk.uow, talk.principal, UUID(said["company"]), stand)
    where = {"where": made["links"][0]["title"], "metres": format_number(made["distance"] or 0)}
    if made["verified"]:
        text = _("Checked in at %(where)s: verified, %(metres)s m from its place.")
    elif made["distance"] is None:
        text = _("Checked in at %(where)s. Its own place is not known, so it is not verified.")
    else:
        text = _("Checked in at %(where)s, not verified: %(metres)s m from its place.")
    said_of = text % where
    await _kept(talk, UUID(said["company"]), made, said_of)
    talk.say(said_of + "\n" + _("A photo that you send now is put beside it."), edit=True)


async def _kept(talk: Talk, company_id: UUID, made: View, said_of: str) -> None:
    """As a note that is saved already, so that what is sent next can lie beside it."""
    customer = Party(made["links"][0]["title"], company_id)
    card = DraftCard(text=made["text"], kind="visit", company=customer)
    draft = await drafts.begin(talk, card)
    draft.state = "saved"
    draft.made = {"activity": str(made["id"]), drafts.CHECKED_IN: said_of}
    await drafts.keep(talk, draft)


@button("checkin_other")
async def other(talk: Talk, pressed: Pressed) -> None:
    """By name, in the next message."""
    talk.ask("checkin", **pressed.args)
    talk.say(_("Whom do you mean? Send the name."))


@answer("checkin")
async def named(talk: Talk, question: dict[str, Any], text: str) -> None:
    """Those of that name, to choose from."""
    about = {name: question[name] for name in ("latitude", "longitude", "accuracy", "at")}
    world = await world_of(talk.uow, talk.principal, text)
    wanted = text.casefold()
    found = [one for one in world.companies if wanted in one.name.casefold()]
    if not found:
        talk.say(_("I know nobody of that name."))
        return
    talk.say(
        _("Which one?"),
        actions=[
            talk.button("checkin", one.name[:LABEL], company=one.id, **about)
            for one in found[:SHOWN]
        ],
    )


def _about(spot: Spot) -> dict[str, Any]:
    return {
        "latitude": spot.latitude,
        "longitude": spot.longitude,
        "accuracy": spot.accuracy,
        "at": clock.now().isoformat(),
    }


def _standing(spot: Spot) -> Standing:
    return Standing(spot.latitude, spot.longitude, spot.accuracy)


def _far(far: int) -> str:
    return _("%(metres)s m", metres=format_number(far))
