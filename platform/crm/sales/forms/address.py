"""The public address of a form: it names the workspace and the form, and proves nothing else."""

import base64
import binascii
import re
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from kernel.errors import Invalid
from kernel.i18n import _
from web.headers import CONTENT_SECURITY_POLICY

_SITE: Final = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?")
_BYTES: Final = 32


def public_id(tenant_id: UUID, form_id: UUID) -> str:
    """What stands in the form's address."""
    return base64.urlsafe_b64encode(tenant_id.bytes + form_id.bytes).decode().rstrip("=")


def ids_of(public: str) -> tuple[UUID, UUID] | None:
    """Workspace and form that an address names; None for what is no such address."""
    try:
        raw = base64.b64decode(public + "=" * (-len(public) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != _BYTES or public != public_id(UUID(bytes=raw[:16]), UUID(bytes=raw[16:])):
        return None
    return UUID(bytes=raw[:16]), UUID(bytes=raw[16:])


def sites_of(texts: list[str]) -> list[str]:
    """Websites as browsers name them, each once; raises `Invalid` for anything else."""
    found = dict.fromkeys(text.strip().rstrip("/").casefold() for text in texts if text.strip())
    for site in found:
        if not _SITE.fullmatch(site):
            why = _("Write sites like https://www.example.com.")
            raise Invalid(fields={"sites": why})
    return list(found)


def demand_own(url: str, sites: list[str]) -> str:
    """An address on one of these sites; raises `Invalid` for any other."""
    text = url.strip()
    parts = urlsplit(text)
    odd = any(c.isspace() or not c.isprintable() or c in "\\;,\"'<>" for c in text)
    if odd or f"{parts.scheme}://{parts.netloc}".casefold() not in sites:
        why = _("The address must be on one of the sites of this form.")
        raise Invalid(fields={"redirect_url": why})
    return text


def policy(sites: list[str]) -> str:
    """What browsers may do with the form's page: these sites may frame it and be led to."""
    if not sites:
        return CONTENT_SECURITY_POLICY
    names = " ".join(sites)
    return CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", f"frame-ancestors {names}"
    ).replace("form-action 'self'", f"form-action 'self' {names}")
