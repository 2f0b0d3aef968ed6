"""A line of a file on its way to a record."""

import hashlib
from typing import Any
from uuid import UUID

import msgspec

from crm.records.cleaning import Cleaner
from crm.records.identities import normalised
from crm.records.importing.mapping import EXTERNAL, ID, TAGS, Mapping, settable
from crm.records.importing.referring import referring
from crm.records.importing.values import Reading, Unreadable, bare, several, value_of
from crm.records.types import RecordType, Row
from kernel.errors import Invalid
from kernel.i18n import _

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
SKIPPED, ERROR = "skipped", "error"
# Kinds of identities that only imports know: a number elsewhere, and a whole line.
ELSEWHERE, LINE = "external", "line"


class Draft(msgspec.Struct, kw_only=True):
    """`said` are the values of fields; `related` names and addresses of others, by relation.

    `referred` are names of what the firm has set up, by field.
    """

    line: int
    cells: list[str]
    said: dict[str, Any] = {}
    related: dict[str, list[str]] = {}
    referred: dict[str, str] = {}
    links: dict[str, list[UUID]] = {}
    tags: list[str] = []
    owner: str = ""
    given: dict[str, Any] = {}
    known_as: list[tuple[str, str]] = []
    record_id: UUID | None = None
    alike: bool = False
    existing: Row | None = None
    outcome: str = ""
    target: str = ""
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it is not decided yet."""
        return not self.outcome

    def refuse(self, target: str, reason: str) -> None:
        """It is in error, because of that column."""
        if self.open:
            self.outcome, self.target, self.reason = ERROR, target, reason

    def skip(self, reason: str) -> None:
        """It is left out."""
        if self.open:
            self.outcome, self.reason = SKIPPED, reason


def named_by(kind: RecordType) -> dict[str, str]:
    """What a line says by a name or an address: the type that is looked for, "" for any.

    Members are looked for where the type is "member".
    """
    pointing = {name: relation.target for name, relation in kind.relations.items()}
    for field in kind.fields.values():
        if settable(field) and field.kind in {"record", "member", "members"}:
            pointing[field.name] = field.target or "member"
    return pointing


class Drafter:
    """Reads lines as one import's choices say; `kind` is what the importer sees of it."""

    def __init__(self, kind: RecordType, kept: RecordType, reading: Reading) -> None:
        self.kind, self.kept, self.reading = kind, kept, reading

    @property
    def mapping(self) -> Mapping:
        """What the columns mean."""
        return self.reading.mapping

    def draft(self, line: int, cells: list[str]) -> Draft:
        """The line as a draft; what is wrong with it is said in it."""
        draft = Draft(line=line, cells=cells)
        if len(cells) > len(self.mapping.columns):
            draft.refuse("", _("This line has more cells than there are columns."))
        for target, cell in zip(self.mapping.columns, cells, strict=False):
            if target and bare(cell):
                self._take(draft, target, cell)
        if draft.open:
            self._clean(draft)
        if not any(self.keys(draft, target) for target in self.mapping.match):
            draft.known_as.append((LINE, self._digest(cells)))
        return draft

    def _take(self, draft: Draft, target: str, cell: str) -> None:
        match target:
            case "owner_id":
                draft.owner = bare(cell)
            case name if name == TAGS:
                draft.tags.extend(several(cell))
            case name if name == EXTERNAL:
                draft.known_as.append((ELSEWHERE, bare(cell)[:200]))
            case name if name == ID:
                self._named(draft, bare(cell))
            case name if name in referring(self.kind):
                draft.referred[name] = bare(cell)
            case name if name in named_by(self.kind):
                draft.related.setdefault(name, []).extend(several(cell))
            case name if name in self.kind.fields and not self.kind.fields[name].masked:
                self._say(draft, target, cell)
            case _:
                draft.refuse(target, _("There is no such field."))

    def _named(self, draft: Draft, text: str) -> None:
        try:
            draft.record_id = UUID(text)
        except ValueError:
            draft.refuse(ID, _("There is no record with this number."))

    def _say(self, draft: Draft, target: str, cell: str) -> None:
        try:
            value = value_of(self.kind.fields[target], cell, self.reading)
        except Unreadable as error:
            draft.refuse(target, str(error))
            return
        if isinstance(value, list):
            draft.said.setdefault(target, []).extend(value)
        else:
            draft.said[target] = value

    def _clean(self, draft: Draft) -> None:
        creating = draft.record_id is None
        # What is looked up by its name is there, as far as the line is concerned.
        named = [name for name in draft.related if name in self.kind.fields]
        try:
            cleaned = Cleaner(self.kept, named).clean(draft.said, creating=creating)
        except Invalid as error:
            target, reason = next(iter(error.fields.items()))
            draft.refuse(target, reason)
            return
        draft.said = {name: cleaned[name] for name in draft.said if name in cleaned}

    def keys(self, draft: Draft, target: str) -> list[str]:
        """What a draft is recognised by, in the form in which it is compared."""
        if target == EXTERNAL:
            return [value for kind, value in draft.known_as if kind == ELSEWHERE]
        field, value = self.kind.fields[target], draft.said.get(target)
        if not value:
            return []
        if field.kind == "identities":
            found = (normalised(field.identity, entry["value"]) for entry in value)
            return [one for one in found if one]
        return [str(value)]

    def _digest(self, cells: list[str]) -> str:
        meant = [
            [target, bare(cell)]
            for target, cell in zip(self.mapping.columns, cells, strict=False)
            if target
        ]
        return hashlib.blake2b(msgspec.json.encode(meant), digest_size=16).hexdigest()
