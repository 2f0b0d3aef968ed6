"""/brief: what one should know of a customer, half a minute before the door."""

from typing import Any, Final
from uuid import UUID

from bots.core.messages import Card, CardField
from bots.core.phrases import aside, sentences
from bots.core.steps import answer, button, command
from bots.core.talk import Pressed, Talk
from bots.core.understanding import understand
from bots.core.world import world_of
from crm.knowledge.briefing.lines import Line
from crm.knowledge.briefing.service import brief
from crm.knowledge.briefing.words import HEADINGS
from crm.knowledge.using.service import used
from crm.records.types import record_type
from kernel.formats import format_weekday
from kernel.i18n import _, lazy

LINE: Final = 200
CHOICES: Final = 5
LONGEST: Final = 500


@command("brief", "简报", "会前", about=lazy("what to know of a customer before you meet them"))
async def brief_command(talk: Talk, rest: str) -> None:
    """`/brief` and a customer."""
    if not rest:
        talk.ask("brief")
        talk.say(_("Whom do you meet?"))
        return
    said = rest[:LONGEST]
    card = understand(said, await world_of(talk.uow, talk.principal, said))
    known = [one for one in (card.contact, card.company) if one is not None and one.id is not None]
    if known and known[0].id is not None:
        await tell(talk, known[0].id)
        return
    maybe = [one for one in (*card.companies, *card.contacts) if one.id is not None][:CHOICES]
    if not maybe:
        lead = _("I know no customer “%(words)s”.", words=said[:80])
        talk.say(sentences(lead, _("Send another part of the name, or look with /find.")))
        talk.ask("brief")
        return
    choices = [talk.button("brief", one.name, record=one.id) for one in maybe]
    talk.say(_("Whom do you mean?"), actions=choices)


@answer("brief")
async def answered(talk: Talk, _question: dict[str, Any], text: str) -> None:
    """The customer, in the next message."""
    await brief_command(talk, text)


@button("brief")
async def chosen(talk: Talk, pressed: Pressed) -> None:
    """Of the one that was meant."""
    await tell(talk, UUID(pressed.args["record"]))


async def tell(talk: Talk, record_id: UUID) -> None:
    """The briefing; each line names the record that says so."""
    found = await brief(talk.uow, talk.principal, record_id)
    lead = _("%(workspace)s: %(name)s", workspace=talk.principal.workspace, name=found.title)
    if not found.lines:
        talk.say("\n".join([lead, _("Nothing is noted about this customer yet.")]))
        return
    shown = list({line.id for line in found.of("answer")})
    await used(talk.uow, talk.principal, "shown", shown, record_id)
    lines, fields = [lead], []
    for parts, heading in HEADINGS:
        said = found.of(*parts)
        if said:
            lines += ["", str(heading)]
            for line in said:
                fields.append(_field(line))
                lines.append(f"{_mark(line)} {_words(line)} [{len(fields)}]")
    talk.say("\n".join(lines), card=Card("found", fields, talk.principal.workspace))


def _mark(line: Line) -> str:
    return "→" if line.part == "answer" else "•"


def _words(line: Line) -> str:
    text = " ".join(line.text.split())[:LINE]
    dated = line.at is not None and line.part != "deal"
    return aside(text, format_weekday(line.at)) if dated and line.at else text


def _field(line: Line) -> CardField:
    text = " ".join(line.text.split())[:LINE]
    value = {"type": line.type, "id": str(line.id), "title": text}
    return CardField(line.type, str(record_type(line.type).label), value, 1.0, text)
