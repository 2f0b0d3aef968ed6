"""Slack's Web API: what it refuses is understood, and nothing that is raised holds the token."""

from collections.abc import AsyncIterator
from typing import Any, Final

from bots.gateway import calling
from bots.gateway.calling import PAUSE
from kernel.delivery import Blocked, Hopeless, Later
from kernel.errors import Unauthenticated

HOST: Final = "https://slack.com"
_STRANGE: Final = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
}
_CLOSED: Final = {
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "restricted_action",
}
_AWAY: Final = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
}


class Refused(Hopeless):
    """Slack's own word for why; it is one of a list, and says nothing of ours."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


async def call(token: str, method: str, **values: Any) -> dict[str, Any]:
    """The answer of a method. Raises as a delivery does, or `Unauthenticated`."""
    answer = await calling.call(
        "POST",
        f"{HOST}/api/{method}",
        json=values,
        headers={"Authorization": f"Bearer {token}"},
    )
    return _checked(answer.told())


async def form(token: str, method: str, **values: str) -> dict[str, Any]:
    """The same for the methods that read no JSON."""
    answer = await calling.call(
        "POST",
        f"{HOST}/api/{method}",
        data=values,
        headers={"Authorization": f"Bearer {token}"},
    )
    return _checked(answer.told())


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    if told.get("ok"):
        return told
    why = str(told.get("error", "unreadable"))[:100]
    if why in _STRANGE:
        raise Unauthenticated
    if why in _CLOSED:
        raise Blocked(why)
    if why == "ratelimited":
        raise Later(PAUSE)
    if why in _AWAY:
        raise ConnectionError(why)
    raise Refused(why)


async def upload(token: str, chat_id: str, content: bytes, about: str) -> str:
    """Put a picture into a chat; Slack's name of it."""
    size = str(len(content))
    told = await form(
        token, "files.getUploadURLExternal", filename="picture.png", length=size, alt_txt=about
    )
    address, file_id = str(told["upload_url"]), str(told["file_id"])
    if not calling.within(address, (HOST,)):
        raise Hopeless("the network names a server that is not its own")
    await calling.call("POST", address, content=content)
    files = [{"id": file_id, "title": about}]
    await call(token, "files.completeUploadExternal", files=files, channel_id=chat_id)
    return file_id


async def pieces(token: str, file_id: str) -> AsyncIterator[bytes]:
    """A file's bytes, from where Slack says now that it lies."""
    try:
        found = (await form(token, "files.info", file=file_id))["file"]
    except (Unauthenticated, Later) as error:
        raise ConnectionError(type(error).__name__) from None
    except (Blocked, KeyError) as error:
        raise Hopeless("this file is not to be had") from error
    address = str(found.get("url_private_download") or found.get("url_private") or "")
    bearer = {"Authorization": f"Bearer {token}"}
    async for piece in calling.pieces(address, bearer, of=(HOST,)):
        yield piece
