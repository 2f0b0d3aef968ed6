"""Some lines of a file become records, in one transaction; or are only looked at."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import asyncpg

from crm.records.beside.tags import put_tag, tag_called
from crm.records.identities import normalised
from crm.records.importing.deciding import decide
from crm.records.importing.drafting import CREATED, UPDATED, Draft, Drafter
from crm.records.importing.mapping import TAGS
from crm.records.importing.matching import Finder
from crm.records.many import add_rows, identity_row, insert_many
from crm.records.ports import Change
from crm.records.service import Records, service_of
from kernel.batch import WriteBatch
from kernel.errors import Refused
from kernel.i18n import _
from kernel.transaction import refusal_of


class Chunk:
    """Lines on their way in, as one member's import."""

    def __init__(self, records: Records, drafter: Drafter) -> None:
        self.records, self.drafter = records, drafter
        self.uow, self.me = records.uow, records.principal
        self.finder = Finder(records.uow, records.principal)

    async def work(self, rows: list[tuple[int, list[str]]], *, dry: bool) -> list[Draft]:
        """What became of the lines; `dry` says what would."""
        drafts = [self.drafter.draft(line, cells) for line, cells in rows]
        await self._give(drafts)
        await self._relate(drafts)
        await decide(self.records, self.drafter, self.finder, drafts)
        if not dry:
            await self._make_related(drafts)
            tags = await self._tags(drafts)
            await self._create([d for d in drafts if d.outcome == CREATED], tags)
            for draft in drafts:
                if draft.outcome == UPDATED:
                    await self._update(draft, tags)
        return drafts

    async def _give(self, drafts: list[Draft]) -> None:
        """Owners by name or mail address."""
        named = {draft.owner for draft in drafts if draft.open and draft.owner}
        members = await self.finder.members() if named else {}
        given: dict[str, Any] = {}
        for name in named:
            member_id = members.get(name.casefold())
            if member_id is None:
                given[name] = _("There is no such member, or several are called that.")
                continue
            try:
                given[name] = await self.records.given_to(member_id)
            except Refused as error:
                given[name] = error.message
        for draft in drafts:
            found = given.get(draft.owner)
            if isinstance(found, str):
                draft.refuse("owner_id", found)
            elif found is not None:
                draft.given = found

    async def _relate(self, drafts: list[Draft]) -> None:
        """Records that lines name: known ones become links, unknown ones stay `related`."""
        for name, relation in self.records.kind.relations.items():
            named = {text for d in drafts if d.open for text in d.related.get(name, ())}
            if not named:
                continue
            found = await self._named(named, relation.target)
            for draft in drafts:
                self._link(draft, name, found, relation.target)

    def _link(self, draft: Draft, name: str, found: dict[str, list[UUID]], target: str) -> None:
        if not draft.open or name not in draft.related:
            return
        wanted = draft.related.pop(name)
        draft.links[name] = list(dict.fromkeys(found[t][0] for t in wanted if found.get(t)))
        missing = [text for text in wanted if not found.get(text)]
        if missing and self._may_make(target):
            draft.related[name] = missing
        elif missing:
            why = _("There is no record called %(name)s.") % {"name": missing[0][:80]}
            draft.refuse(name, why)

    def _may_make(self, target: str) -> bool:
        made = self.drafter.mapping.make_related and target == "company"
        return made and self.me.may(f"{target}:create")

    async def _named(self, texts: Iterable[str], target: str) -> dict[str, list[UUID]]:
        mails = {t: mail for t in texts if "@" in t and (mail := normalised("email", t))}
        types = [target] if target else ["company", "contact"]
        found = dict(await self.finder.by_title(types, texts))
        if mails:
            known = await self.finder.by_address(mails.values())
            found |= {text: known[mail] for text, mail in mails.items() if known.get(mail)}
        return found

    async def _make_related(self, drafts: list[Draft]) -> None:
        """Companies that lines name and nobody has filed yet, each once."""
        going = [d for d in drafts if d.related and d.outcome in {CREATED, UPDATED}]
        names = list(dict.fromkeys(n for d in going for ns in d.related.values() for n in ns))
        if not names:
            return
        companies = service_of("company", self.uow, self.me)
        mine = {"owner_id": self.me.member_id, "team_id": self.me.team_id}
        changes = {name: companies.prepared({"name": name[:200], **mine}, {}, {}) for name in names}
        await insert_many(self.uow, list(changes.values()))
        for draft in going:
            for relation, wanted in draft.related.items():
                made = [changes[name].record_id for name in wanted]
                draft.links[relation] = [*draft.links.get(relation, ()), *made]

    async def _tags(self, drafts: list[Draft]) -> dict[str, Any]:
        """The firm's tags by the names that lines use, new ones made."""
        tags: dict[str, Any] = {}
        for draft in drafts:
            for name in draft.tags if draft.outcome in {CREATED, UPDATED} else ():
                try:
                    if name not in tags:
                        tags[name] = await tag_called(self.uow, self.me, name)
                except Refused as error:
                    draft.outcome = ""
                    draft.refuse(TAGS, next(iter(error.fields.values()), error.message))
        return tags

    async def _create(self, drafts: list[Draft], tags: dict[str, Any]) -> None:
        prepared = [(draft, change) for draft in drafts if (change := self._prepared(draft))]
        if not prepared:
            return
        if self.records.plain:
            try:
                async with self.uow.savepoint():
                    await insert_many(self.uow, [change for _draft, change in prepared])
            except asyncpg.IntegrityConstraintViolationError:
                prepared = await self._one_by_one(prepared)
        else:
            prepared = await self._one_by_one(prepared)
        await self._beside(prepared, tags)

    def _prepared(self, draft: Draft) -> Change | None:
        mine = {"owner_id": self.me.member_id, "team_id": self.me.team_id}
        cleaned = {**draft.said, **(draft.given or mine)}
        try:
            return self.records.prepared(cleaned, draft.links, draft.said)
        except Refused as error:
            self._refuse(draft, error)
        return None

    async def _one_by_one(self, prepared: list[tuple[Draft, Change]]) -> list[tuple[Draft, Change]]:
        """Each in its own right; what the database refuses leaves the others alone."""
        made = []
        for draft, change in prepared:
            try:
                async with self.uow.savepoint():
                    await self.records.insert(change)
            except Refused as error:
                self._refuse(draft, error)
            except asyncpg.IntegrityConstraintViolationError as error:
                self._refuse(draft, refusal_of(error))
            else:
                made.append((draft, change))
        return made

    async def _beside(self, made: list[tuple[Draft, Change]], tags: dict[str, Any]) -> None:
        """Tags, and by which numbers the new records are known elsewhere."""
        batch = WriteBatch()
        tagged = {(c.record_id, tags[name].id) for d, c in made for name in d.tags}
        rows = [{"record_id": record_id, "tag_id": tag_id} for record_id, tag_id in sorted(tagged)]
        add_rows(batch, self.me, "tagging", rows)
        known = [identity_row(c.record_id, k, v) for d, c in made for k, v in d.known_as]
        add_rows(batch, self.me, "identity", known)
        await batch.run(self.uow)

    async def _update(self, draft: Draft, tags: dict[str, Any]) -> None:
        record_id: UUID = draft.record_id  # type: ignore[assignment]
        relations = self.records.kind.relations
        links = {
            name: ids if relations[name].target else [{"id": i} for i in ids]
            for name, ids in draft.links.items()
        }
        try:
            async with self.uow.savepoint():
                if draft.said or links:
                    await self.records.edit(record_id, {**draft.said, **links}, None)
                for name in draft.tags:
                    await put_tag(self.records, record_id, tags[name])
        except Refused as error:
            self._refuse(draft, error)
        except asyncpg.IntegrityConstraintViolationError as error:
            self._refuse(draft, refusal_of(error))

    def _refuse(self, draft: Draft, error: Refused) -> None:
        target, reason = next(iter(error.fields.items()), ("", error.message))
        draft.outcome = ""
        draft.refuse(target, reason)
