"""Structured logs: who, where, which request; never a secret."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from kernel.settings import Settings

_SECRET = re.compile(r"password|token|secret|authorization|cookie|api_key|code", re.IGNORECASE)


def configure(settings: Settings) -> None:
    """Send everything to standard error, as JSON in production and as text elsewhere."""
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    logging.getLogger().setLevel(settings.log_level)
    # Their INFO lines hold addresses with tokens in them.
    for noisy in ("httpx", "httpcore", "telegram", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    last: Any = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            hide_secrets,
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelName(settings.log_level)
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def hide_secrets(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Blank what is named like a secret."""
    for name in event:
        if _SECRET.search(name):
            event[name] = "***"
    return event
