"""Messages as DingTalk shows them: plain words, for its robots' buttons open pages and no more."""

from typing import Final

from bots.core.messages import Capabilities, Outbound
from bots.gateway.channel import Payload
from bots.gateway.texts import Script, with_page

CAPABILITIES: Final = Capabilities(edits=False, buttons=0, files=False, text_units=3000)
SCRIPT: Final = Script(limit=CAPABILITIES.text_units)


def rendered(message: Outbound) -> list[Payload]:
    """The deliveries of one message."""
    shown: list[Payload] = []
    if message.picture is not None:
        file = message.picture
        shown.append({"method": "picture", "file": file.id.hex, "name": file.name})
    return shown + [{"method": "text", "text": part} for part in SCRIPT.split(with_page(message))]
