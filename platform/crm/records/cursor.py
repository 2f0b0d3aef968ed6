"""The place in a list that is ordered by time."""

import base64
from datetime import datetime
from uuid import UUID

import msgspec

from crm.records.listing import BadPage
from kernel.i18n import _


def write_cursor(moment: datetime, record_id: UUID) -> str:
    """Where the next page begins."""
    return base64.urlsafe_b64encode(msgspec.json.encode([moment, record_id])).decode()


def read_cursor(cursor: str) -> tuple[datetime, UUID]:
    """The place; `BadPage` for what we did not write."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode())
        moment, last = msgspec.json.decode(raw, type=tuple[datetime, UUID])
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise BadPage(_("This page is gone. Start again at the first one.")) from error
    if moment.tzinfo is None:
        raise BadPage(_("This page is gone. Start again at the first one."))
    return moment, last
