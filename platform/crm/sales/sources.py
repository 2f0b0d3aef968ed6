"""Where a lead or a deal came from, as far as the workspace has a word for it."""

from crm.records.kinds.choices import label_of, offered
from crm.records.narrowing import as_kept
from crm.records.types import RecordType
from kernel.principal import Rights


def source_of(
    kind: RecordType, rights: Rights, said: str | None, of: RecordType | None = None
) -> str | None:
    """The word in the type's own list; nothing where it is offered no more.

    A word of another type's list is found by its name too: nobody loses a customer for a word.
    """
    known = dict(offered(as_kept(kind, rights).fields["source"]))
    if said is None or said in known:
        return said
    label = label_of(as_kept(of or kind, rights).fields["source"], said)
    return next((value for value, name in known.items() if name == label), None)
