"""Some lines of a file become records, in one transaction; or are only looked at."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import asyncpg

from crm.records.admitting import LIMITED
from crm.records.beside.tags import put_tag, tag_called
from crm.records.identities import normalised
from crm.records.importing.deciding import decide
from crm.records.importing.drafting import CREATED, UNCHANGED, UPDATED, Draft, Drafter, named_by
from crm.records.importing.mapping import TAGS
from crm.records.importing.matching import Finder
from crm.records.importing.referring import resolving
from crm.records.many import add_rows, identity_row, insert_many
from crm.records.ports import Change
from crm.records.rates.worth import Rate, based, currencies_of, rates
from crm.records.service import Records, service_of
from kernel.batch import WriteBatch
from kernel.entitled import full
from kernel.errors import Refused
from kernel.i18n import _
from kernel.rooms import room
from kernel.transaction import refusal_of


class Chunk:
    """Lines on their way in, as one member's import."""

    def __init__(self, records: Records, drafter: Drafter) -> None:
        self.records, self.drafter = records, drafter
        self.uow, self.me = records.uow, records.principal
        self.finder = Finder(records.uow, records.principal)
        self.rates: dict[str, Rate] = {}

    async def work(self, rows: list[tuple[int, list[str]]], *, dry: bool) -> list[Draft]:
        """What became of the lines; `dry` says what would."""
        drafts = [self.drafter.draft(line, cells) for line, cells in rows]
        await self._give(drafts)
        await self._relate(drafts)
        await decide(self.records, self.drafter, self.finder, drafts, dry=dry)
        await self._refer([d for d in drafts if d.referred])
        if not dry:
            await self._make_related(drafts)
            tags = await self._tags(drafts)
            await self._look_up_rates(drafts)
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
        for name, target in named_by(self.drafter.kind).items():
            named = {text for d in drafts if d.open for text in d.related.get(name, ())}
            if not named:
                continue
            found = await self._named(named, target)
            for draft in drafts:
                if draft.open and name in draft.related:
                    link = self._hold if name in self.records.kind.fields else self._link
                    link(draft, name, found, target)

    async def _refer(self, drafts: list[Draft]) -> None:
        """What the firm has set up, by its names."""
        resolve = await resolving(self.uow, self.records.kind) if drafts else None
        for draft in drafts:
            if resolve is not None and draft.outcome in {CREATED, UPDATED, UNCHANGED}:
                try:
                    draft.said |= resolve(draft.referred, draft.existing)
                except Refused as error:
                    self._refuse(draft, error)

    def _link(self, draft: Draft, name: str, found: dict[str, list[UUID]], target: str) -> None:
        wanted = draft.related.pop(name)
        draft.links[name] = list(dict.fromkeys(found[t][0] for t in wanted if found.get(t)))
        missing = [text for text in wanted if not found.get(text)]
        if missing and self._may_make(target):
            draft.related[name] = missing
        elif missing:
            why = _("There is no record called %(name)s.") % {"name": missing[0][:80]}
            draft.refuse(name, why)

    def _hold(self, draft: Draft, name: str, found: dict[str, list[UUID]], _target: str) -> None:
        """A field holds one record or one member, or several members."""
        wanted = draft.related.pop(name)
        ids = found.get(wanted[0], ())
        if self.records.kind.fields[name].kind == "members" and all(map(found.get, wanted)):
            draft.said[name] = [found[text][0] for text in wanted]
        elif len(wanted) > 1 or len(ids) > 1:
            draft.refuse(name, _("Several records fit this line. Tell them apart first."))
        elif not ids:
            why = _("There is no record called %(name)s.") % {"name": wanted[0][:80]}
            draft.refuse(name, why)
        else:
            draft.said[name] = ids[0]

    def _may_make(self, target: str) -> bool:
        made = self.drafter.mapping.make_related and target == "company"
        return made and self.me.may(f"{target}:create")

    async def _named(self, texts: Iterable[str], target: str) -> dict[str, list[UUID]]:
        if target == "member":
            members = await self.finder.members()
            return {text: [one] for text in texts if (one := members.get(text.casefold()))}
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
        made: dict[str, UUID | Refused] = {name: await self._company(name) for name in names}
        for draft in going:
            for relation, wanted in draft.related.items():
                for found in (made[name] for name in wanted):
                    if isinstance(found, Refused):
                        draft.outcome = ""
                        draft.refuse(relation, found.message)
                    else:
                        draft.links.setdefault(relation, []).append(found)

    async def _company(self, name: str) -> UUID | Refused:
        """A company of which no more is known: what the firm demands besides can be said later."""
        companies = service_of("company", self.uow, self.me)
        mine = {"owner_id": self.me.member_id, "team_id": self.me.team_id}
        try:
            async with self.uow.savepoint():
                values = await companies.ready({"name": name[:200], **mine})
                change = companies.prepared(values, {}, {})
                await companies.insert(change)
        except Refused as error:
            return error
        return change.record_id

    async def _look_up_rates(self, drafts: list[Draft]) -> None:
        """Once for all lines."""
        currencies = {c for d in drafts for c in currencies_of(self.records.kind, d.said)}
        self.rates = await rates(self.uow, self.me, currencies) if currencies else {}

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
        drafts = await self._with_room(drafts)
        made = await self._together(drafts) if self.records.plain else None
        await self._beside(await self._one_by_one(drafts) if made is None else made, tags)

    async def _with_room(self, drafts: list[Draft]) -> list[Draft]:
        """Those for which the plan has room; the others are refused by name, not all of them."""
        limit = LIMITED.get(self.records.kind.name, "")
        left = await room(self.uow, self.me.entitled, limit) if drafts else None
        if left is None or left >= len(drafts):
            return drafts
        refusal = full(limit, self.me.entitled.cap(limit) or 0)
        for draft in drafts[left:]:
            self._refuse(draft, refusal)
        return drafts[:left]

    async def _together(self, drafts: list[Draft]) -> list[tuple[Draft, Change]] | None:
        """All in one statement; None where some do not get in."""
        try:
            made = [(draft, await self._prepared(draft)) for draft in drafts]
            async with self.uow.savepoint():
                await insert_many(self.uow, [change for _draft, change in made])
        except (Refused, asyncpg.IntegrityConstraintViolationError):
            return None
        return made

    async def _prepared(self, draft: Draft) -> Change:
        mine = {"owner_id": self.me.member_id, "team_id": self.me.team_id}
        said = {**draft.said, **(draft.given or mine)}
        values = dict(await self.records.ready(said))
        values |= based(self.me, self.records.kind, said, self.rates)
        return self.records.prepared(values, draft.links, said)

    async def _one_by_one(self, drafts: list[Draft]) -> list[tuple[Draft, Change]]:
        """Each in its own right; what is refused leaves the others alone."""
        made = []
        for draft in drafts:
            try:
                async with self.uow.savepoint():
                    change = await self._prepared(draft)
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
