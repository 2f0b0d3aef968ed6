"""WhatsApp's window: for 24 hours after somebody wrote a bot writes freely, then by a template."""

from datetime import timedelta
from typing import Any, Final

from bots.gateway.own import Errand
from kernel import clock
from kernel.delivery import Hopeless

WINDOW: Final = timedelta(hours=24)
# A text in a template: without line breaks, tabs, or more than four spaces together.
LONGEST: Final = 900
_LAST = """
SELECT max(received_at) FROM bot_inbox WHERE channel = 'whatsapp' AND bot_id = $1 AND chat_id = $2
"""


async def is_open(errand: Errand) -> bool:
    """Whether the person wrote within a day; the inbox knows for a week."""
    place = errand.place
    at = await errand.uow.fetchval(_LAST, place.bot_id, place.chat_id)
    return at is not None and clock.now() - at < WINDOW


def through_template(errand: Errand) -> dict[str, Any]:
    """The same words inside the firm's template; raises `Hopeless` where there is none."""
    named = errand.own.secrets.get("template", "")
    if not named:
        raise Hopeless("24 hours after the last message WhatsApp takes templates only")
    name, _bar, language = named.partition("|")
    text = " ".join(_words(errand.payload).split())[:LONGEST] or "…"
    parameters = [{"type": "text", "text": text}]
    return {
        "type": "template",
        "template": {
            "name": name,
            "language": {"code": language},
            "components": [{"type": "body", "parameters": parameters}],
        },
    }


def _words(payload: dict[str, Any]) -> str:
    match payload["type"]:
        case "text":
            return str(payload["text"]["body"])
        case "interactive":
            return str(payload["interactive"]["body"]["text"])
        case _:
            return str(payload.get("caption", ""))
