"""A customer who would be new is there already: said before Save creates another one."""

from bots.core.cards import card_of, choice
from bots.core.drafts import Draft, Party
from bots.core.messages import Action
from bots.core.talk import Talk
from crm.customers.company.choices import PERSON
from crm.records.duplicates.hints import SURE, Match, hints
from crm.records.types import record_type
from kernel.i18n import _


async def ask_known(talk: Talk, draft: Draft) -> bool:
    """Offer whoever has that name already; whether somebody has."""
    lines: list[str] = []
    actions: list[Action] = []
    for name, party in (("company", draft.card.company), ("contact", draft.card.contact)):
        if party is None or party.id is not None:
            continue
        for one in await _known(talk, name, party):
            lines.append(_told(party, one))
            if one.id is not None:
                known = Party(one.title or "", one.id)
                actions.append(choice(talk, draft.id, name, known))
    if not lines:
        return False
    actions.append(talk.button("save", _("Create anyway"), draft=draft.id, anyway=True))
    actions.append(talk.button("other", _("Other customer"), draft=draft.id))
    talk.say("\n".join(lines), card=card_of(talk, draft.card), actions=actions, edit=True)
    return True


async def _known(talk: Talk, name: str, party: Party) -> list[Match]:
    row = {"name": party.name, "kind": PERSON} if party.person else {"name": party.name}
    found = await hints(talk.uow, talk.principal, record_type(name), row)
    return [one for one in (*found.exact, *found.near) if _counts(one)][:3]


def _counts(one: Match) -> bool:
    return one.taken or (not one.in_bin and (one.score or 0) >= SURE)


def _told(party: Party, one: Match) -> str:
    if one.taken and one.team:
        return _("%(name)s is taken, by the team %(team)s.", name=party.name, team=one.team)
    if one.taken:
        return _("%(name)s is taken, by somebody whose customers you do not see.", name=party.name)
    if one.owner:
        return _(
            "%(known)s is here already (%(owner)s). Do you mean them?",
            known=one.title,
            owner=one.owner,
        )
    return _("%(known)s is here already. Do you mean them?", known=one.title)
