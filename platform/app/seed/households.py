"""Private persons among a made-up firm's customers, each with a first call behind them."""

from datetime import timedelta
from typing import Any, Final

from app.seed.ids import id_at
from app.seed.notes import GOOD
from app.seed.people import Addresses, named
from app.seed.picks import pick
from app.seed.rows import Activity, Company
from app.seed.world import Workspace
from crm.customers.company.choices import PERSON

DAY: Final = timedelta(days=1)
_STREETS: Final = {"en": "Orchard Lane", "zh": "和平路"}
_CALLS: Final = {
    "en": (
        "First call. Buys for the house, asks what one costs with fitting.",
        "Rang back. Wants it delivered on a Saturday, pays by card.",
    ),
    "zh": ("首次来电，个人自用，询问单台含安装的价格。", "回访：希望周六上门，刷卡付款。"),
}


def households(workspace: Workspace) -> list[tuple[Company, Activity]]:
    """One for each ten firms, and what was said with them."""
    rng, tongue = workspace.random("households"), workspace.tongue
    addresses = Addresses(rng, workspace.language)
    found = []
    for place in range(min(max(workspace.size.companies // 10, 3), 12)):
        at = workspace.now - (3 + 4 * place) * DAY
        name, city = named(rng, tongue.code), pick(rng, tongue.cities)
        number = int(rng.random() * 90) + 1
        street = _STREETS[workspace.language]
        customer = Company(
            id=id_at(rng, at),
            name=name.full,
            short=name.called,
            domain="",
            industry="",
            city=city.name,
            country=city.country,
            street=f"{street}{number}号" if tongue.code == "zh" else f"{number} {street}",
            phone=addresses.phone(city),
            owner=pick(rng, workspace.staff.reps),
            tags=(),
            created_at=at,
        )
        said, text = at + timedelta(hours=2), pick(rng, _CALLS[workspace.language])
        call = Activity(
            *(id_at(rng, said), "call", text, said, GOOD, None, None),
            *(customer.owner, customer, (), said),
        )
        found.append((customer, call))
    return found


def private(values: dict[str, Any]) -> dict[str, Any]:
    """What a firm has and a person has not is left out."""
    never: dict[str, Any] = {"website": None, "emails": [], "industry": None}
    return values | never | {"kind": PERSON, "status": "potential"}
