"""A piece of knowledge: what was learnt, what to say, for which deals, and how far it is."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.knowledge.item.words import CONFIDENCES, KINDS, STATES, TOPICS
from crm.records.fields import (
    Field,
    choice_field,
    date_field,
    long_text_field,
    moment_field,
    number_field,
    reference_field,
    yes_no_field,
)
from crm.records.model import Record
from crm.records.types import Relation, declare
from kernel.i18n import lazy


class KnowledgeItem(Record):
    """Published, it is seen by the whole workspace; before, by its maker and by curators.

    It fits a deal that has one of its products, one of its competitors, its stage and its
    segment, as far as it names any. `source_id` is the record from which it was kept.
    """

    __tablename__ = "knowledge_item"
    sorted_by: ClassVar[tuple[str, ...]] = (
        "updated_at",
        "created_at",
        "name",
        "review_due",
        "published_at",
    )
    also: ClassVar[tuple[Any, ...]] = (
        CheckConstraint("state IN ('captured', 'curated', 'published', 'retired')", name="state"),
        Index("ix_knowledge_item_by_state", "tenant_id", "state", "updated_at", "id"),
        Index("ix_knowledge_item_of_source", "tenant_id", "source_id", "id"),
    )

    # Not asked for: what nobody names is called by its first line.
    name: Mapped[str] = mapped_column(
        Text,
        server_default="",
        info={
            "field": Field(
                kind="text",
                label=lazy("In one line"),
                max_length=200,
                searchable=True,
                sortable=True,
            )
        },
    )
    kind: Mapped[str] = choice_field(lazy("Kind"), KINDS, default="fact")
    topic: Mapped[str | None] = choice_field(lazy("Topic"), TOPICS)
    text: Mapped[str] = long_text_field(lazy("What was learnt"), required=True, searchable=True)
    answer: Mapped[str | None] = long_text_field(lazy("What to say"), searchable=True)
    state: Mapped[str] = choice_field(lazy("State"), STATES, default="captured", editable=False)
    confidence: Mapped[str] = choice_field(lazy("How sure"), CONFIDENCES, default="low")
    stage_id: Mapped[UUID | None] = reference_field(lazy("For stage"), "stage")
    segment_id: Mapped[UUID | None] = reference_field(lazy("For segment"), "segment")
    review_due: Mapped[date | None] = date_field(lazy("To be reviewed"), sortable=True)
    edition: Mapped[int | None] = number_field(lazy("Edition"), editable=False)
    published_at: Mapped[datetime | None] = moment_field(
        lazy("Published"), editable=False, sortable=True
    )
    disputed: Mapped[bool] = yes_no_field(lazy("Contradicted"), editable=False)
    source_id: Mapped[UUID | None]


KNOWLEDGE = declare(
    KnowledgeItem,
    plural="knowledge",
    label=lazy("Piece of knowledge"),
    label_plural=lazy("Knowledge"),
    icon="bookmark",
    title=lambda row: row["name"] or "",
    relations={
        "products": Relation(label=lazy("For products"), target="product", quiet=True),
        "competitors": Relation(label=lazy("Against competitors"), target="competitor", quiet=True),
        "replaces": Relation(label=lazy("Takes the place of"), target="knowledge_item", quiet=True),
        "contradicts": Relation(
            label=lazy("Contradicts"), target="knowledge_item", editable=False, quiet=True
        ),
    },
    opened=("state", "published"),
    # What its course and its spreading work with.
    always=frozenset({"review_due", "edition", "published_at", "topic", "answer"}),
)
# Who may put the knowledge of others in order, publish and retire it.
CURATES = "knowledge_item:transfer"
