"""The workspace's name in addresses: readable, never a reserved word, never an error."""

import re
import secrets
import unicodedata

from kernel.pinyin import lazy_pinyin

RESERVED = frozenset(
    "about account accounts acceptance admin api app assets auth billing blog bot bots calendar "
    "chat contact dev docs download export favicon.ico feed files help home hooks import "
    "invitations invite jobs landing legal live login logout mail me metrics new openapi operator "
    "operators outbox password plans pricing privacy ready register reset robots.txt root schema "
    "search security session sessions settings sign-in sign-out sign-up signin signout signup "
    "sitemap.xml static status support system telegram terms verify w webhook webhooks workspace "
    "workspaces www".split()
)


def slug_of(name: str) -> str:
    """At most 40 letters, digits and dashes; Chinese by its pinyin."""
    latin = "-".join(lazy_pinyin(name, errors=lambda other: other))
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return slug if len(slug) > 1 and slug not in RESERVED else f"{slug or 'firm'}-crm"


def with_suffix(slug: str) -> str:
    """Another one, for a slug that is taken; random, so that it tells nothing of the others."""
    return f"{slug}-{secrets.token_hex(2)}"
