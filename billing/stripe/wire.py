"""One connection to Stripe per process; what it refuses is told in our words."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar, Final

import httpx
import stripe
import structlog

from billing.gateway.port import ProviderAway
from kernel.errors import Conflict, Refused
from kernel.i18n import _
from kernel.settings import Settings

log = structlog.get_logger()
# Each request twice, with customers' ids in it.
logging.getLogger("stripe").setLevel(logging.WARNING)
# Of the API whose words `reading` knows; another is never chosen for us.
VERSION: Final = "2026-10-28.endive"
# A row is locked meanwhile, and a person waits.
SECONDS: Final = 15
RETRIES: Final = 1
# How often one deed may be refused in a day, for a card or for a name, before it is told so.
_TURNS: Final = 50


class Declined(Refused):
    """The bank said no; nothing was bought."""

    status: ClassVar[int] = 402
    code: ClassVar[str] = "payment_declined"

    def default(self) -> str:
        return _("The card was declined, so nothing was changed. Enter another card and try again.")


class Unknown(Conflict):
    """Stripe has no such object."""

    def default(self) -> str:
        return _("The payment provider does not know this any more. Reload the page.")


class Client(stripe.HTTPXClient):
    """Stripe's own, but for how a body is handed to httpx, which calls the other way outdated."""

    def _get_request_args_kwargs(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any
    ) -> list[Any]:
        args, options = super()._get_request_args_kwargs(method, url, headers, post_data)
        options["content"] = options.pop("data") or None
        return [args, options]


class Wire:
    """The connection, for the address and key of the settings.

    What `v1` answers is taken as it comes, untyped: only `reading` knows its shapes.
    """

    def __init__(self, settings: Settings) -> None:
        stripe.enable_telemetry = False
        self._client = Client(timeout=httpx.Timeout(SECONDS, connect=5))
        self.v1: Any = stripe.StripeClient(
            settings.stripe_key or "",
            stripe_version=VERSION,
            base_addresses={"api": settings.stripe_api_url},
            http_client=self._client,
            max_network_retries=RETRIES,
        ).v1

    async def close(self) -> None:
        """Hang up."""
        await self._client.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def asking() -> AsyncIterator[None]:
    """What goes wrong while we ask, as a refusal that says what became of it."""
    try:
        yield
    except stripe.CardError as error:
        raise Declined from error
    except stripe.IdempotencyError as error:
        raise Conflict from error
    except stripe.InvalidRequestError as error:
        if error.code == "resource_missing":
            raise Unknown from error
        # Ours or the operator's fault: their words name no person, ours would help nobody.
        log.warning("stripe_refused", code=error.code, param=error.param)
        raise ProviderAway from error
    except stripe.StripeError as error:
        log.warning("stripe_away", kind=type(error).__name__, status=error.http_status)
        raise ProviderAway from error


async def once(deed: Callable[[dict[str, Any]], Awaitable[Any]], key: str) -> Any:
    """Do it under a key, so that a repeated call is the same call.

    Stripe repeats a refusal for a day as well: what was refused then is asked anew, under the
    next key, for the card may be another by now.
    """
    for turn in range(_TURNS):
        try:
            return await deed({"idempotency_key": f"{key}.{turn}" if turn else key})
        except stripe.CardError as error:
            if (error.headers or {}).get("idempotent-replayed") != "true":
                raise
    raise Declined
