"""/find: what the member may see, by words and by meaning."""

from typing import Any, Final

from bots.core.messages import Card, CardField
from bots.core.phrases import aside
from bots.core.steps import answer, button, command
from bots.core.talk import Pressed, Talk
from crm.records.finding import finding
from crm.records.types import record_type
from kernel.i18n import _, lazy

SHOWN: Final = 5
SNIPPET: Final = 120


@command("find", "查找", "搜索", "找", about=lazy("find customers, notes and tasks"))
async def find(talk: Talk, rest: str) -> None:
    """`/find` and what to look for."""
    if not rest:
        talk.ask("find")
        talk.say(_("What shall I look for?"))
        return
    found = await finding.finder.find(talk.uow, talk.principal, rest[:500], limit=SHOWN)
    if not found.items:
        talk.say(_("I found nothing about “%(words)s”.", words=rest[:80]))
        return
    fields, lines = [], []
    for number, hit in enumerate(found.items, 1):
        label = str(record_type(hit.type).label)
        shown = _shown(hit.title.strip(), " ".join(hit.snippet.split()))
        lines.append(f"{number}. {aside(shown, label)}")
        value = {"type": hit.type, "id": str(hit.id), "title": hit.title}
        fields.append(CardField(hit.type, label, value, 1.0, shown))
    lead = _("Found in %(workspace)s:", workspace=talk.principal.workspace)
    meant = found.did_you_mean
    label = _("Did you mean “%(words)s”?", words=meant[:80])
    again = [talk.button("find_meant", label, words=meant)] if meant else []
    card = Card("found", fields, talk.principal.workspace)
    talk.say("\n".join([lead, *lines]), card=card, actions=again)


def _shown(title: str, snippet: str) -> str:
    """A note's title is how it begins: then the snippet alone says more."""
    begins = title.removesuffix("…").strip()
    if begins != title and snippet.startswith(begins):
        return snippet[: len(begins) + SNIPPET]
    said = snippet.removeprefix(title).strip()
    return f"{title}{_(': ')}{said[:SNIPPET]}" if said else title


@button("find_meant")
async def find_meant(talk: Talk, pressed: Pressed) -> None:
    """The same in the words that were meant."""
    await find(talk, pressed.args["words"])


@answer("find")
async def answered(talk: Talk, _question: dict[str, Any], text: str) -> None:
    """What to look for, in the next message."""
    await find(talk, text)
