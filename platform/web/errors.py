"""What a person sees when something was refused or broke: what happened, and what to do."""

from typing import Final

from litestar.response import Response

from kernel.errors import Refused
from kernel.i18n import lazy as _
from web import shell
from web.render import nothing, page
from web.toasts import Toast

TITLES: Final[dict[int, str]] = {
    400: _("That could not be read"),
    401: _("Please sign in"),
    402: _("Not available just now"),
    403: _("This is not open to you"),
    404: _("Nothing here"),
    409: _("Somebody was faster"),
    412: _("This has changed meanwhile"),
    413: _("That is too large"),
    422: _("That did not work"),
    429: _("One moment, please"),
    503: _("Busy just now"),
}
BROKEN_TITLE: Final = _("Something broke on our side")
BROKEN: Final = _("Nothing was saved. The fault has been recorded; please try again in a moment.")


def error_page(status: int, message: str, headers: dict[str, str] | None = None) -> Response[str]:
    """Answer with a page, or where htmx asked, with a toast that leaves the page as it is."""
    scope = shell.current_scope()
    if scope is not None and shell.is_partial(scope):
        answer = nothing(toast=Toast(message, "error"), status_code=status)
        answer.headers.update(headers or {})
        return answer
    return page(
        "web/templates/error.html",
        status_code=status,
        headers=headers,
        status=status,
        title=str(TITLES.get(status, BROKEN_TITLE)),
        message=message,
    )


def refusal_page(refused: Refused) -> Response[str]:
    """Answer a refusal: its own sentence under a title for its kind."""
    return error_page(refused.status, refused.message, refused.headers)


def broken_page() -> Response[str]:
    """Answer for a fault of ours, without a word of what it was."""
    return error_page(500, str(BROKEN))
