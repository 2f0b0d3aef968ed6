"""Kinds of values: what a field's values are in JSON, in filters, on forms and in words."""

from typing import Final

from crm.records.fields import Field
from crm.records.kinds.addresses import EmailKind, PhoneKind
from crm.records.kinds.base import Unfit, ValueKind
from crm.records.kinds.choices import (
    ChoiceKind,
    MemberKind,
    MembersKind,
    MultiChoiceKind,
    RecordKind,
    ReferenceKind,
    YesNoKind,
)
from crm.records.kinds.identities import IdentitiesKind
from crm.records.kinds.money import MoneyKind
from crm.records.kinds.numbers import NumberKind
from crm.records.kinds.texts import LongTextKind, TextKind, UrlKind
from crm.records.kinds.times import DateKind, MomentKind

__all__ = ("KINDS", "Unfit", "ValueKind", "kind_of")

KINDS: Final[dict[str, ValueKind]] = {
    "text": TextKind(),
    "long_text": LongTextKind(),
    "url": UrlKind(),
    "number": NumberKind(),
    "money": MoneyKind(),
    "moment": MomentKind(),
    "date": DateKind(),
    "choice": ChoiceKind(),
    "multi_choice": MultiChoiceKind(),
    "yes_no": YesNoKind(),
    "member": MemberKind(),
    "members": MembersKind(),
    "reference": ReferenceKind(),
    "identities": IdentitiesKind(),
    "email": EmailKind(),
    "phone": PhoneKind(),
    "record": RecordKind(),
}


def kind_of(field: Field) -> ValueKind:
    """What the values of this field are."""
    return KINDS[field.kind]
