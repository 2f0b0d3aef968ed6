"""Customers that somebody filed a second time: a firm under another spelling, a person anew."""

from dataclasses import replace
from typing import Final

from app.seed.rows import Company, Contact

# Which one stands for which other; so that a list of forty has some, and one of twelve none.
_FIRMS: Final = ((33, 6), (36, 14), (38, 21))
_PEOPLE: Final = ((97, 30), (108, 52))
_SPELLED: Final = (
    (" GmbH & Co. KG", " GmbH"), (" GmbH", ""), (" Ltd", " Limited"), (" Pty Ltd", " Pty Limited"),
    (" Inc.", ""), (" LLC", ""), (" Corp.", " Corporation"), (" PLC", ""), (" LLP", ""),
    (" AG", ""), ("有限责任公司", "有限公司"), ("股份有限公司", "有限公司"), ("有限公司", ""),
)  # fmt: skip


def filed_twice(companies: list[Company]) -> None:
    """Some of the younger ones are an older one again."""
    for again, first in _FIRMS:
        if again < len(companies):
            known = companies[first]
            companies[again] = replace(
                companies[again],
                name=_other_spelling(known.name),
                short=known.short,
                industry=known.industry,
                city=known.city,
                country=known.country,
                street=known.street,
                phone=known.phone,
            )


def met_twice(contacts: list[Contact]) -> None:
    """Some people were filed anew, without an address, where they were known."""
    for again, first in _PEOPLE:
        if again < len(contacts):
            known = contacts[first]
            # Filed when the other one was.
            contacts[again] = replace(
                contacts[again],
                name=known.name,
                called=known.called,
                emails=(),
                companies=known.companies[:1],
                created_at=max(contacts[again].created_at, known.created_at),
            )


def _other_spelling(name: str) -> str:
    for ending, other in _SPELLED:
        if name.endswith(ending):
            return name.removesuffix(ending) + other
    return name
