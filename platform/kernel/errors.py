"""Refusals: each carries its HTTP status and a sentence that says what to do."""

from typing import Any, ClassVar
from uuid import UUID

from kernel.i18n import _


class Refused(Exception):
    """A request that was understood and declined; `message` is shown to the user."""

    status: ClassVar[int] = 422
    code: ClassVar[str] = "refused"

    def __init__(
        self, message: str = "", *, fields: dict[str, str] | None = None, **params: Any
    ) -> None:
        self.message = message % params if params else message or self.default()
        self.fields = fields or {}
        self.headers: dict[str, str] = {}
        super().__init__(self.message)

    def default(self) -> str:
        """The sentence used when the place that refuses has nothing more to say."""
        return _("This cannot be done.")


class Unreadable(Refused):
    """The request could not be read at all."""

    status = 400
    code = "unreadable"

    def default(self) -> str:
        return _("The request could not be read. Check its format and send it again.")


class Unauthenticated(Refused):
    """Nobody is signed in, or the key is dead."""

    status = 401
    code = "unauthenticated"

    def default(self) -> str:
        return _("Please sign in.")


class Forbidden(Refused):
    """Visible, but not permitted to this role."""

    status = 403
    code = "forbidden"

    def default(self) -> str:
        return _("Your role does not permit this. Ask an administrator of your workspace.")


class NotFound(Refused):
    """Absent, of another workspace, or not visible: deliberately the same answer."""

    status = 404
    code = "not_found"

    def default(self) -> str:
        return _("There is nothing here. It may have been deleted, or you may not see it.")


class Merged(Refused):
    """It became part of another record, which is shown to whoever may see it."""

    status = 410
    code = "merged"

    def __init__(self, record_id: UUID, merged_into: UUID) -> None:
        super().__init__()
        self.record_id, self.merged_into = record_id, merged_into

    def default(self) -> str:
        return _("This was merged into another record.")


class Conflict(Refused):
    """The state of things does not permit this now."""

    status = 409
    code = "conflict"

    def default(self) -> str:
        return _("Somebody else was faster. Reload and try again.")


class Stale(Refused):
    """The record was changed since it was read."""

    status = 412
    code = "stale"

    def default(self) -> str:
        return _("This was changed by somebody else meanwhile. Reload and try again.")


class TooLarge(Refused):
    """More than one request may carry."""

    status = 413
    code = "too_large"

    def default(self) -> str:
        return _("This is too large. Send less at once.")


class TooMany(Refused):
    """A rate limit was reached."""

    status = 429
    code = "too_many"

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            _("Too many attempts. Please wait %(seconds)s seconds."), seconds=retry_after
        )
        self.headers = {"Retry-After": str(retry_after)}


class Unavailable(Refused):
    """Something we need is down. After a lost COMMIT nobody knows whether it was saved."""

    status = 503
    code = "unavailable"

    def default(self) -> str:
        return _("The service is busy. Look whether it was saved before you try again in a moment.")


class Invalid(Refused):
    """Fields that do not hold: `fields` names each with its sentence."""

    code = "invalid"

    def default(self) -> str:
        return _("Please check the marked fields.")
