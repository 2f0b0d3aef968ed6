"""/ask: a question in one's own words, answered with what colleagues wrote down."""

from typing import Any, Final

from bots.core.knowing import best_line
from bots.core.messages import Card, CardField
from bots.core.phrases import aside, listing, sentences
from bots.core.steps import answer, command
from bots.core.talk import Talk
from crm.records.asking import Source, asking
from crm.records.types import record_type
from kernel.formats import format_date, local
from kernel.i18n import _, lazy

LONGEST: Final = 500


@command("ask", "问", "请教", about=lazy("ask what colleagues know"))
async def ask(talk: Talk, rest: str) -> None:
    """`/ask` and a question."""
    if not rest:
        talk.ask("ask")
        talk.say(_("What would you like to know?"))
        return
    known, said = await best_line(talk, rest[:LONGEST])
    if known:
        talk.say(known, actions=said)
    told = await asking.asker.ask(talk.uow, talk.principal, rest[:LONGEST], known=bool(known))
    if not told.sources:
        if known:
            return
        lead = _("Nobody wrote that down, as far as you may see.")
        kept = _("I keep your question for those who look after what we know.")
        talk.say(sentences(lead, kept) if told.kept else lead)
        return
    lines = [_line(number, source) for number, source in enumerate(told.sources, 1)]
    fields = [_field(number, source) for number, source in enumerate(told.sources, 1)]
    workspace = talk.principal.workspace
    lead = _("Written down in %(workspace)s:", workspace=workspace)
    head = (
        [told.text, _("A language model put it so; this is what it goes by:")] if told.text else []
    )
    talk.say("\n".join([*(head or [lead]), *lines]), card=Card("found", fields, workspace))


@answer("ask")
async def answered(talk: Talk, _question: dict[str, Any], text: str) -> None:
    """The question, in the next message."""
    await ask(talk, text)


def _line(number: int, source: Source) -> str:
    """The sentence as it was written, and its number."""
    where = listing((source.by or "", format_date(local(source.at))))
    return aside(f"“{source.record.snippet}” [{number}]", where)


def _field(number: int, source: Source) -> CardField:
    record = source.record
    value = {"type": record.type, "id": str(record.id), "title": record.title}
    label = f"[{number}] {record_type(record.type).label}"
    return CardField(record.type, label, value, 1.0, record.title)
