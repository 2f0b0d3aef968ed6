"""Slack as an adapter: signed events, cards in blocks that are edited in place, files."""

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import parse_qs

from bots.core.messages import Outbound
from bots.gateway.accounts import Own
from bots.gateway.channel import Door, Heard, Knock, Payload, Unsound, Works
from bots.gateway.knocking import fresh, hmac_sha256, same
from bots.gateway.own import Errand, OwnBots, Vouched, open_network
from bots.slack import calling, events, rendering
from bots.slack.connecting import NETWORK
from bots.slack.shapes import read
from kernel.errors import Unauthenticated

# As Slack's guide wants it: what is older was heard before, by somebody else.
WINDOW: Final = 300
_FORM: Final = "application/x-www-form-urlencoded"
_GONE: Final = {"message_not_found", "cant_update_message", "edit_window_closed"}


class Slack(OwnBots):
    """What Slack does its own way."""

    network = NETWORK
    capabilities = rendering.CAPABILITIES
    works = Works(hears=frozenset({"voice", "photo", "document"}))

    async def vouch(self, secrets: dict[str, str]) -> Vouched:
        """One bot of one workspace of Slack."""
        told = await calling.call(secrets["token"], "auth.test")
        return Vouched(f"{told['team_id']}-{told['user_id']}", f"@{told['user']} ({told['team']})")

    async def believe(self, own: Own, knock: Knock) -> Door:
        told = knock.headers.get("x-slack-request-timestamp", "")
        if not fresh(told, window=WINDOW):
            raise Unauthenticated
        body = await knock.body()
        signed = hmac_sha256(own.secrets["signing"], b"v0:%b:%b" % (told.encode(), body))
        if not same(knock.headers.get("x-slack-signature", ""), f"v0={signed.hex()}"):
            raise Unauthenticated
        return _door(own, _unwrapped(knock, body))

    def parse(self, raw: bytes) -> Heard:
        return events.parse(raw)

    def render(self, message: Outbound) -> list[Payload]:
        return rendering.rendered(message)

    async def deliver(self, errand: Errand) -> str:
        token, payload = errand.own.secrets["token"], errand.payload
        if payload["method"] == "picture":
            content = errand.picture()
            return await calling.upload(token, errand.chat_id, content, payload["about"])
        said = {"channel": errand.chat_id, "text": payload["text"], "blocks": payload["blocks"]}
        if payload["method"] == "edit":
            try:
                told = await calling.call(token, "chat.update", ts=payload["ts"], **said)
                return str(told["ts"])
            except calling.Refused as refused:
                if refused.why not in _GONE:
                    raise
        quiet = {"unfurl_links": False, "unfurl_media": False}
        return str((await calling.call(token, "chat.postMessage", **said, **quiet))["ts"])

    def fetch(self, own: Own, reference: str) -> AsyncIterator[bytes]:
        return calling.pieces(own.secrets["token"], reference)


def _unwrapped(knock: Knock, body: bytes) -> bytes:
    """A button comes as a form with JSON in it."""
    if not knock.headers.get("content-type", "").startswith(_FORM):
        return body
    try:
        return parse_qs(body.decode(), max_num_fields=20).get("payload", [""])[0].encode()
    except ValueError:
        return b""


def _door(own: Own, raw: bytes) -> Door:
    try:
        sent = read(raw)
    except Unsound:
        return Door(bot_id=own.number, brought=(raw,))
    if sent.type == "url_verification":
        return Door(bot_id=own.number, answer={"challenge": sent.challenge})
    # An app that is installed in several workspaces of Slack tells of all of them.
    ours = sent.of_team == own.number.partition("-")[0]
    return Door(bot_id=own.number, brought=(raw,) if ours else ())


SLACK = open_network(Slack())
