"""Messages as WeCom shows them: texts, and small cards that carry the buttons."""

from typing import Any, Final
from uuid import UUID

from bots.core.messages import Action, Capabilities, File, Outbound
from bots.gateway.channel import Payload
from bots.gateway.texts import Script, octets, shortened, with_page
from kernel.i18n import _

CAPABILITIES: Final = Capabilities(buttons=6, text_units=2000, files=False)
SCRIPT: Final = Script(limit=CAPABILITIES.text_units, units=octets)
# Half characters that a card shows; what is longer is a text, with a card for the buttons under it.
ON_CARD: Final = 320
TITLE: Final = 72
LABEL: Final = 20
MAIN: Final = {"save", "done"}
STRONG, CALM = 1, 4


def rendered(message: Outbound) -> list[Payload]:
    """The deliveries of one message; an edit takes the old card's buttons away."""
    parts = SCRIPT.split(with_page(message))
    picture, actions = message.picture, message.actions
    short = bool(actions) and picture is None and len(parts) == 1 and width(parts[0]) <= ON_CARD
    if short:
        change = {"method": "change", "code": message.edit_of} if message.edit_of else {}
        return [{"method": "card", "card": _card(message.id, parts[0], actions)} | change]
    shown: list[Payload] = []
    if message.edit_of:
        shown.append({"method": "close", "code": message.edit_of, "label": _("Answered")})
    if picture is not None:
        shown.append(_picture(picture))
    shown += [{"method": "text", "text": part} for part in parts]
    if actions:
        card = _card(message.id, _("What next?"), actions)
        shown.append({"method": "card", "card": card})
    return shown


def width(text: str) -> int:
    """Chinese characters are two wide, as WeCom counts what a card shows."""
    return len(text.encode("gb18030", "replace"))


def _picture(picture: File) -> Payload:
    return {"method": "picture", "file": picture.id.hex, "name": picture.name}


def _card(message_id: UUID, words: str, actions: list[Action]) -> dict[str, Any]:
    title, _line, rest = words.partition("\n")
    if width(title) > TITLE:
        title, rest = "Guanxi", words
    about = {"sub_title_text": rest.strip()} if rest.strip() else {}
    return {
        "card_type": "button_interaction",
        "main_title": {"title": title},
        **about,
        "task_id": message_id.hex,
        "button_list": [_button(one) for one in actions],
    }


def _button(action: Action) -> dict[str, Any]:
    look = STRONG if action.kind in MAIN else CALM
    return {"text": shortened(action.label, LABEL, width), "style": look, "key": action.data}
