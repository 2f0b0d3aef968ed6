"""Structured logs: who, where, which request; never a secret."""

import logging
import re
import sys
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any, TextIO
from urllib.parse import unquote, urlsplit

import structlog

from kernel.settings import HIDDEN, Settings

Event = MutableMapping[str, Any]

_SECRET = re.compile(r"password|token|secret|authorization|cookie|api_key|code", re.IGNORECASE)
# Their INFO lines hold addresses with tokens in them.
_NOISY = ("httpx", "httpcore", "telegram", "alembic")
_SHORTEST = 6


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Send everything to standard error, as JSON in production and as text elsewhere."""
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    first: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        hide_secrets,
        structlog.processors.format_exc_info,
    ]
    blank = blanking(settings)
    structlog.configure(
        processors=[*first, last, blank],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelName(settings.log_level)
        ),
        # A line is one write: several processes share a log.
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=stream is None,
    )
    _libraries(settings, stream or sys.stderr, first, [last, blank])


def _libraries(settings: Settings, stream: TextIO, first: list[Any], last: list[Any]) -> None:
    """What libraries log goes the same way."""
    handler = logging.StreamHandler(stream)
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *first],
            processors=[remove, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


def hide_secrets(_logger: Any, _method: str, event: Event) -> Event:
    """Blank what is named like a secret."""
    for name in event:
        if _SECRET.search(name):
            event[name] = "***"
    return event


def blanking(settings: Settings) -> Callable[[Any, str, Any], Any]:
    """Blank the operator's own secrets wherever they turn up, as in an error of a library."""
    secrets = sorted(set(_secrets(settings)), key=len, reverse=True)
    found = re.compile("|".join(map(re.escape, secrets))) if secrets else None

    def blank(_logger: Any, _method: str, line: Any) -> Any:
        return found.sub("***", line) if found is not None and isinstance(line, str) else line

    return blank


def _secrets(settings: Settings) -> Iterator[str]:
    for name in HIDDEN:
        value = getattr(settings, name)
        for text in (value,) if isinstance(value, str) else value or ():
            secret = urlsplit(text).password if "://" in text else text
            for form in (secret or "", unquote(secret or "")):
                if len(form) >= _SHORTEST:
                    yield form
