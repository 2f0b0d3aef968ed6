"""What the audit's readers need besides: names for ids, and days as moments."""

from datetime import UTC, datetime, timedelta

from kernel.errors import Unreadable
from kernel.i18n import current_zone
from kernel.transaction import UnitOfWork
from tenants.audit.words import NAMERS
from tenants.members.administration import members
from tenants.roles.reading import labels
from tenants.teams.tree import teams


async def names_of(uow: UnitOfWork) -> dict[str, str]:
    """Members, teams, roles and whatever else brings names, by their ids."""
    names = {str(one["id"]): one["name"] for one in await members(uow)}
    names |= {str(team["id"]): team["name"] for team in await teams(uow)}
    names |= {code: str(label) for code, label in (await labels(uow)).items()}
    for namer in NAMERS:
        names |= await namer(uow)
    return names


def first_moment(text: str) -> datetime | None:
    """The first moment of a day where the reader is."""
    try:
        if not text:
            return None
        return datetime.fromisoformat(text).replace(tzinfo=current_zone()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable from error


def next_moment(text: str) -> datetime | None:
    """The first moment after it."""
    first = first_moment(text)
    return first + timedelta(days=1) if first else None
