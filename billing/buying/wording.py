"""What an invoice or a change is made of, in our words and the reader's language."""

from billing.gateway.port import Line
from billing.plans.shelf import offers
from kernel.i18n import _, ngettext
from kernel.money import Money
from kernel.transaction import UnitOfWork


async def worded(uow: UnitOfWork, lines: tuple[Line, ...]) -> list[tuple[str, Money]]:
    """Each line for people; what is no plan of ours stays as the provider says it."""
    names = {offer.plan: offer.name for offer in await offers(uow)} if lines else {}
    return [(_said(line, names.get(line.plan, "")), line.amount) for line in lines]


def _said(line: Line, plan: str) -> str:
    if not plan:
        return line.text
    seats = ngettext("%(num)s seat", "%(num)s seats", line.quantity)
    if not line.part:
        return _("%(plan)s, %(seats)s", plan=plan, seats=seats)
    if line.amount.amount_minor < 0:
        return _("Not used any more: %(plan)s, %(seats)s", plan=plan, seats=seats)
    return _("For the rest of the period: %(plan)s, %(seats)s", plan=plan, seats=seats)
