"""/ask: a question in one's own words, answered with what colleagues wrote down."""

import re
from typing import Any, Final

from bots.core.knowing import best_line
from bots.core.messages import Card, CardField
from bots.core.phrases import aside, listing, sentences
from bots.core.steps import answer, command
from bots.core.talk import Talk
from crm.records.asking import Source, Told, asking
from crm.records.types import record_type
from kernel.formats import format_date, local
from kernel.i18n import _, lazy

LONGEST: Final = 500
# Whoever asks begins with what is asked for; "he asked whether we can deliver?" is a note.
_QUESTION: Final = re.compile(
    r"^\s*(?:(?:(?:by|until|since|from|for|to|at|in|on) )?"
    r"(?:what|which|who|whom|whose|when|where|why|how)\b"
    r"|(?:do|does|did|is|are|has|have) (?:we|they|there)\b).*\?\s*$"
    r"|^(?!.*(?:(?<!请)问|(?<!怎么)说))"
    r".*(?:谁|什么|哪|几|多少|多久|多长|怎么|怎样|如何|何时).*[？?]\s*$",
    re.IGNORECASE | re.DOTALL,
)


@command("ask", "问", "请教", about=lazy("ask what colleagues know"))
async def ask(talk: Talk, rest: str) -> None:
    """`/ask` and a question."""
    if not rest:
        talk.ask("ask")
        talk.say(_("What would you like to know?"))
        return
    told, known = await _told(talk, rest)
    if told.sources or known:
        return
    lead = _("Nobody wrote that down, as far as you may see.")
    kept = _("I keep your question for those who look after what we know.")
    talk.say(sentences(lead, kept) if told.kept else lead)


async def answered_at_once(talk: Talk, text: str) -> bool:
    """Whether a question that was put without a command is answered; else it may be a note."""
    # Where a plan counts questions, only what is asked as one counts.
    counted = talk.principal.entitled.cap("ai_questions") is not None
    if counted or not _QUESTION.search(text):
        return False
    told, known = await _told(talk, text, keeps=False)
    return bool(told.sources or known)


async def _told(talk: Talk, text: str, *, keeps: bool = True) -> tuple[Told, bool]:
    """Say what is known: our own answer to an objection, and what colleagues wrote."""
    known, said = await best_line(talk, text[:LONGEST])
    if known:
        talk.say(known, actions=said)
    settled = bool(known) or not keeps
    told = await asking.asker.ask(talk.uow, talk.principal, text[:LONGEST], known=settled)
    if not told.sources:
        return told, bool(known)
    lines = [_line(number, source) for number, source in enumerate(told.sources, 1)]
    fields = [_field(number, source) for number, source in enumerate(told.sources, 1)]
    workspace = talk.principal.workspace
    lead = _("Written down in %(workspace)s:", workspace=workspace)
    head = (
        [told.text, _("A language model put it so; this is what it goes by:")] if told.text else []
    )
    talk.say("\n".join([*(head or [lead]), *lines]), card=Card("found", fields, workspace))
    return told, bool(known)


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
