"""Pages that anybody may read: what the product is, what it costs, on which terms."""

from typing import Final

from litestar.response import Response

from kernel.http import PUBLIC, get
from web.render import page

TERMS_VERSION: Final = "2026-11-01"
PATHS: Final = ("pricing", "terms", "privacy", "assets")


@get("/", needs=PUBLIC, sync_to_thread=False, include_in_schema=False)
def landing() -> Response[str]:
    """What Guanxi is, and the way in."""
    return page("web/templates/landing.html")


@get("/terms", needs=PUBLIC, sync_to_thread=False, include_in_schema=False)
def terms() -> Response[str]:
    """What both sides promise."""
    return page("web/templates/terms.html", version=TERMS_VERSION)


@get("/privacy", needs=PUBLIC, sync_to_thread=False, include_in_schema=False)
def privacy() -> Response[str]:
    """What is kept about people, why and for how long."""
    return page("web/templates/privacy.html", version=TERMS_VERSION)


HANDLERS: Final = (landing, terms, privacy)
