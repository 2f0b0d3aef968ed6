"""The language and the time zone of whoever is being spoken to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.support import LazyProxy, Translations

CATALOGUES = Path(__file__).parent / "locale"
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
DEFAULT_LANGUAGE = "en"
UTC = ZoneInfo("UTC")

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)
_zone: ContextVar[ZoneInfo] = ContextVar("zone", default=UTC)


@contextmanager
def use(language: str, time_zone: str | None = None) -> Iterator[None]:
    """Speak `language` and tell time by `time_zone` until the block ends."""
    spoken = _language.set(known_language(language))
    told = _zone.set(zone(time_zone))
    try:
        yield
    finally:
        _language.reset(spoken)
        _zone.reset(told)


def known_language(tag: str) -> str:
    """Return the language of ours nearest to `tag` ("zh", "zh-Hans-CN", "en_GB", nonsense)."""
    primary = tag.replace("-", "_").split("_", 1)[0].lower()
    return "zh_CN" if primary == "zh" else DEFAULT_LANGUAGE


@lru_cache(maxsize=1024)
def zone(name: str | None) -> ZoneInfo:
    """Return the time zone of that name, or UTC for an unknown one."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


@lru_cache(maxsize=512)
def negotiate(accept_language: str) -> str:
    """Choose a language from an Accept-Language header; anything unreadable means English."""
    wanted: list[tuple[float, str]] = []
    for part in accept_language[:400].split(","):
        tag, _sep, weight = part.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        if tag and quality > 0:
            wanted.append((-quality, tag.replace("-", "_")))
    for _quality, tag in sorted(wanted, key=lambda choice: choice[0]):
        primary = tag.split("_", 1)[0].lower()
        if negotiate_locale([primary], ["en", "zh"]):
            return known_language(primary)
    return DEFAULT_LANGUAGE


def current_language() -> str:
    """Return the code of the language in use: "en" or "zh_CN"."""
    return _language.get()


def current_locale() -> Locale:
    """Return Babel's locale for the language in use."""
    return _locale(_language.get())


def current_zone() -> ZoneInfo:
    """Return the time zone in use."""
    return _zone.get()


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(DEFAULT_LANGUAGE)


@lru_cache(maxsize=8)
def catalogue(language: str) -> NullTranslations:
    """Return the messages of a language; without a compiled file, English shows through."""
    return Translations.load(str(CATALOGUES), [language])


def gettext(message: str, /, **values: Any) -> str:
    """Translate `message`, then fill its %(name)s placeholders."""
    text = catalogue(_language.get()).gettext(message) if message else ""
    return text % values if values else text


def ngettext(singular: str, plural: str, count: int, /, **values: Any) -> str:
    """Translate by count; %(num)s is the count itself."""
    text = catalogue(_language.get()).ngettext(singular, plural, count)
    return text % {"num": count, **values}


def lazy(message: str, /, **values: Any) -> str:
    """Translate when shown, for texts that are written down at import time."""
    return cast("str", LazyProxy(gettext, message, enable_cache=False, **values))


def spoken(texts: Mapping[str, Any]) -> str:
    """What a workspace wrote in its languages: in the reader's, else in any; chosen when shown."""
    return cast("str", LazyProxy(_spoken, texts, enable_cache=False))


def _spoken(texts: Mapping[str, Any]) -> str:
    text = texts.get(_language.get()) or next((t for t in texts.values() if t), "")
    return str(text)


_ = gettext
