"""What Stripe says when it will not: a status and an `error` object."""

from typing import Any


class Fault(Exception):
    """An answer that is a refusal."""

    def __init__(
        self, message: str, *, status: int = 400, type: str = "invalid_request_error", **said: Any
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": type, "message": message, **said}}


def missing(kind: str, id: str) -> Fault:
    """There is no such object."""
    return Fault(f"No such {kind}: '{id}'", status=404, code="resource_missing", param="id")


def declined(code: str = "card_declined") -> Fault:
    """The bank says no."""
    return Fault(
        "Your card was declined.",
        status=402,
        type="card_error",
        code=code,
        decline_code="generic_decline",
    )
