"""The knowledge of a made-up firm, and how its people used it."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.seed.filing import Filer
from app.seed.ids import id_at
from app.seed.learnt import ASKED, PIECES, Piece
from app.seed.offers import Offer
from app.seed.rows import Activity, Member
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from crm.knowledge.hearing.reading import heard
from crm.knowledge.mining.service import DAYS
from crm.knowledge.mining.theming import MOST, Mention, sorted_out
from crm.knowledge.questions.service import compared


class Knowing:
    """Files pieces of knowledge, their use, and the questions that nothing answers."""

    def __init__(self, workspace: Workspace, shelf: Shelf, filer: Filer) -> None:
        self._workspace = workspace
        self._rows = shelf.rows
        self._filer = filer
        self._rng = workspace.random("knowledge")
        self._now = workspace.now
        self._heard: defaultdict[str, list[tuple[datetime, Mention]]] = defaultdict(list)

    def hear(self, activity: Activity) -> None:
        """What a visit told, as far back as it is counted."""
        if activity.happened_at < self._now - timedelta(days=DAYS):
            return
        for said in heard(activity.text):
            mention = Mention(activity.id, said.topic, said.clause)
            self._heard[said.kind].append((activity.happened_at, mention))

    def run(
        self, products: list[UUID], rivals: list[UUID], deals: list[tuple[Offer, UUID]]
    ) -> None:
        """Everybody wrote some of it."""
        for kind, mentions in self._heard.items():
            self._sort(kind, mentions)
        language, people = self._workspace.language, self._workspace.members
        writers = [m for m in people if m.role in {"rep", "manager", "owner"}] or people
        pieces = PIECES[language]
        for number, piece in enumerate(pieces):
            days = 150 - number * 11
            writer = writers[number % len(writers)]
            item = self._piece(piece, writer, days, products, rivals)
            if piece.state == "published":
                self._used(item, piece, writer, days, deals)
        for number, (text, times) in enumerate(ASKED[language]):
            self._asked(text, times, writers[-1 - number % len(writers)], number + 1)

    def _sort(self, kind: str, mentions: list[tuple[datetime, Mention]]) -> None:
        """By its words, as the worker would have done on Monday."""
        said = [mention for _at, mention in sorted(mentions, key=lambda pair: pair[0])[-MOST:]]
        themes = sorted_out(said, [None] * len(said), {}, self._now)
        tenant = self._workspace.id
        theme_of: dict[tuple[UUID, str], UUID] = {}
        for theme in themes:
            id = id_at(self._rng, self._now)
            self._rows["knowledge_theme"].append((tenant, id, kind, theme.terms, theme.since))
            theme_of |= {(one.record_id, one.topic): id for one in theme.members}
        self._rows["knowledge_mention"] += [
            (tenant, one.record_id, kind, one.topic, at, theme_of.get((one.record_id, one.topic)))
            for at, one in mentions
        ]

    def _piece(
        self, piece: Piece, writer: Member, days: int, products: list[UUID], rivals: list[UUID]
    ) -> UUID:
        at = self._now - timedelta(days=days)
        made, trade = id_at(self._rng, at), self._workspace.trade
        names = {
            "rival": trade.rivals[piece.rival] if piece.rival is not None else "",
            "product": trade.products[piece.product].one if piece.product is not None else "",
        }
        published = piece.state == "published"
        due = self._now + timedelta(days=-9 if piece.stale else 180 - days // 2)
        values: dict[str, Any] = {
            "name": piece.name.format(**names),
            "kind": piece.kind,
            "topic": piece.topic,
            "text": piece.text.format(**names),
            "answer": piece.answer.format(**names) or None,
            "state": piece.state,
            "confidence": "high" if piece.helped > 2 else "medium",
            "review_due": due.date() if published else None,
            "edition": 1 if published else None,
            "published_at": at + timedelta(days=2) if published else None,
        }
        links = {
            "products": [products[piece.product]] if piece.product is not None else [],
            "competitors": [rivals[piece.rival]] if piece.rival is not None else [],
        }
        row = self._filer.file(
            "knowledge_item", made, values, owner=writer, by=writer, at=at, links=links
        )
        self._filer.keep("knowledge_item", row)
        return made

    def _used(
        self,
        item: UUID,
        piece: Piece,
        writer: Member,
        days: int,
        deals: list[tuple[Offer, UUID]],
    ) -> None:
        """By colleagues, for deals that ran since: won ones more often, as in life."""
        tenant, since = self._workspace.id, self._now - timedelta(days=days - 2)
        readers = [member for member in self._workspace.members if member.id != writer.id]
        for place, reader in enumerate(readers[: piece.helped]):
            at = since + timedelta(days=5 + place)
            self._rows["knowledge_vote"].append((tenant, item, reader.id, True, at))
            if place < 2:
                self._rows["knowledge_thanks"].append((tenant, item, reader.id, at))
        for offer, deal in deals:
            last = offer.closed_at or self._now
            if last < since or self._rng.random() > (0.3 if offer.status == "won" else 0.12):
                continue
            day = (last - timedelta(days=1)).date()
            ways = ("shown", "opened", "quoted") if piece.helped else ("shown",)
            for way in ways:
                row = (tenant, item, offer.company.owner.id, deal, way, day)
                self._rows["knowledge_use"].append(row)

    def _asked(self, text: str, times: int, by: Member, days: int) -> None:
        at = self._now - timedelta(days=days)
        asked = compared(text)
        row = (self._workspace.id, id_at(self._rng, at), by.id, by.team_id, text, asked, times)
        self._rows["knowledge_question"].append((*row, at, at))
