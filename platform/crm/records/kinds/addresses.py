"""One address of a kind that can be checked: a mail address, a phone number."""

from typing import Any

from crm.records.fields import Field
from crm.records.identities import normalised
from crm.records.kinds.base import Unfit
from crm.records.kinds.texts import TextKind, clean_text
from kernel.i18n import _


class EmailKind(TextKind):
    """A mail address, as it was typed."""

    identity = "email"

    def clean(self, field: Field, value: Any, /) -> Any:
        text = clean_text(value, most=field.max_length)
        if text is not None and normalised(self.identity, text) is None:
            raise Unfit(_("%(value)s is not valid here.") % {"value": text[:80]})
        return text


class PhoneKind(EmailKind):
    """A phone number, as it was typed."""

    identity = "phone"
