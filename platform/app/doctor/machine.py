"""The settings and the machine: what can be seen without the database."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.doctor.findings import Finding, bad, good, warn
from kernel.settings import Misconfigured, Settings
from search.dense.installed import installed
from search.dense.models import dense_is_possible

LITTLE: Final = 5_000_000_000
TOO_LITTLE: Final = 500_000_000
ZONES: Final = ("Asia/Shanghai", "Europe/Berlin", "America/New_York")


def look(settings: Settings) -> Iterator[Finding]:
    """Everything about this machine."""
    yield from _settings(settings)
    yield _keys(settings)
    yield _folder(settings.data_dir)
    yield _disk(settings.data_dir)
    yield _zones()
    yield _embedder(settings)


def _settings(settings: Settings) -> Iterator[Finding]:
    if not settings.production:
        yield good("settings", "development: GUANXI_ENVIRONMENT is not `production`")
        return
    wanted = {
        "GUANXI_BASE_URL": (settings.secure, "the https:// address that people type"),
        "GUANXI_DATABASE_URL": (bool(settings.database_url), "the address of PostgreSQL"),
        "GUANXI_SMTP_URL": (bool(settings.smtp_url), "where mail is handed over"),
        "GUANXI_MAIL_FROM": ("localhost" not in settings.mail_from, "an address of your domain"),
        "GUANXI_METRICS_TOKEN": (bool(settings.metrics_token), "a secret for /metrics"),
    }
    missing = {name: what for name, (there, what) in wanted.items() if not there}
    for name, what in missing.items():
        yield warn("settings", f"{name} is not set for production", f"Set it: {what}.")
    if not missing:
        yield good("settings", "production")


def _keys(settings: Settings) -> Finding:
    try:
        count = len(settings.encryption_keys())
    except (Misconfigured, OSError) as error:
        return bad("secret keys", str(error), "Set GUANXI_SECRET_KEYS, or mend its file.")
    if settings.secret_keys:
        return good("secret keys", f"{count}, from the environment")
    mode = stat.S_IMODE(settings.secret_keys_file.stat().st_mode)
    if mode & 0o077:
        return bad(
            "secret keys",
            f"others may read {settings.secret_keys_file} ({mode:o})",
            f"chmod 600 {settings.secret_keys_file}",
        )
    return good("secret keys", f"{count}, in {settings.secret_keys_file}")


def _folder(folder: Path) -> Finding:
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return bad("data folder", f"{folder} cannot be written", "Give it to the product's user.")
    return good("data folder", str(folder))


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    says = f"{free / 1e9:.1f} GB free"
    if free < TOO_LITTLE:
        return bad("disk", says, "Make room now: PostgreSQL stops when the disk is full.")
    if free < LITTLE:
        return warn("disk", says, "Make room, or move the data folder to a larger disk.")
    return good("disk", says)


def _zones() -> Finding:
    try:
        for zone in ZONES:
            ZoneInfo(zone)
    except ZoneInfoNotFoundError as error:
        return bad("time zones", str(error), "Install the package tzdata.")
    return good("time zones", "known")


def _embedder(settings: Settings) -> Finding:
    installed.use(settings)
    if not dense_is_possible():
        return warn(
            "search by meaning",
            "lexical only: torch or sentence-transformers is not installed",
            "Run `python3 dev.py setup`, or install the extra `search-dense` with a CPU torch.",
        )
    if not installed.embedding.present():
        return warn(
            "search by meaning",
            "the model is installed, and no embedder answers",
            "Start the worker (`guanxi up` or `guanxi worker`); it loads the model in seconds.",
        )
    return good("search by meaning", f"{installed.model.id} answers")
