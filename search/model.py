"""The text index: parts of what was written, the words in them, and their meaning as vectors."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from kernel.model import Base, Identified, OfWorkspace, within

DIMS = 384
# Index-only scans need the visibility map: vacuum after 2 % of new rows, not 20 %.
VACUUMED_EARLY = (
    " WITH (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.02)"
)


class Vector(UserDefinedType[list[float]]):
    """A column of pgvector; its values travel as text, so the driver needs no codec."""

    cache_ok = True

    def __init__(self, dims: int = DIMS) -> None:
        self.dims = dims

    def get_col_spec(self, **_: Any) -> str:
        return f"vector({self.dims})"


class Chunk(Identified):
    """A part of a record's text, with who may see it; `n` stands for it in the postings.

    The text of a file of the record has its `attachment_id`, its name for a title, and parts
    below zero: see `files/places.py`.
    """

    __tablename__ = "chunk"

    n: Mapped[int]
    record_id: Mapped[UUID]
    record_type: Mapped[str]
    part: Mapped[int] = mapped_column(SmallInteger)
    owner_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    title: Mapped[str]
    text: Mapped[str]
    length: Mapped[int] = mapped_column(SmallInteger)
    tokeniser: Mapped[int] = mapped_column(SmallInteger)
    terms: Mapped[list[str]]
    text_hash: Mapped[bytes] = mapped_column(LargeBinary)
    embedded_at: Mapped[datetime | None]
    embed_failures: Mapped[int] = mapped_column(SmallInteger, server_default=sql("0"))
    attachment_id: Mapped[UUID | None]

    __table_args__ = (
        within("record_id", "record"),
        UniqueConstraint("tenant_id", "n"),
        within("attachment_id", "attachment"),
        UniqueConstraint("tenant_id", "record_id", "part"),
        Index(
            "ix_chunk_of_file",
            "tenant_id",
            "attachment_id",
            postgresql_where=sql("attachment_id IS NOT NULL"),
        ),
        Index("ix_chunk_owner", "tenant_id", "owner_id", "n"),
        Index("ix_chunk_pending", "tenant_id", "id", postgresql_where=sql("embedded_at IS NULL")),
        {"info": {"derived": True}},
    )


class SearchTerm(Base):
    """A posting: this term stands so often in that chunk. Found by an index-only scan.

    No foreign keys: eighty rows a note would each pay for a check, and a posting whose chunk is
    gone is never shown.
    """

    __tablename__ = "search_term"

    tenant_id: Mapped[UUID]
    n: Mapped[int]
    tf: Mapped[int] = mapped_column(SmallInteger)
    length: Mapped[int] = mapped_column(SmallInteger)
    term: Mapped[str] = mapped_column(Text(collation="C"))

    __table_args__ = (
        PrimaryKeyConstraint("tenant_id", "term", "n", postgresql_include=["tf", "length"]),
        {
            "postgresql_partition_by": "HASH (tenant_id)",
            "info": {"partitions": 8, "partition_options": VACUUMED_EARLY},
        },
    )


class TermDelta(Identified):
    """Terms that came (+) or went (-) with a write; folded into the statistics by a job."""

    __tablename__ = "term_delta"

    chunks: Mapped[int]
    length: Mapped[int]
    terms: Mapped[list[str]]


class TermStats(OfWorkspace):
    """In how many chunks a term stands; a term that is missing counts as one."""

    __tablename__ = "term_stats"

    term: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    df: Mapped[int]


class TermSound(OfWorkspace):
    """How a pair of Chinese characters sounds that stands, or stood, in some text."""

    __tablename__ = "term_sound"

    sound: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    term: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)


class SearchTotals(OfWorkspace):
    """How many chunks a workspace has, and how long they are together."""

    __tablename__ = "search_totals"

    chunks: Mapped[int]
    length: Mapped[int]


class Embedding(OfWorkspace):
    """The meaning of a chunk to one model while its text is the same; none if unreadable to it."""

    __tablename__ = "embedding"

    model_id: Mapped[str] = mapped_column(primary_key=True)
    chunk_id: Mapped[UUID] = mapped_column(primary_key=True)
    vector: Mapped[Any | None] = mapped_column(Vector(DIMS))
    text_hash: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        within("chunk_id", "chunk"),
        {"postgresql_partition_by": "HASH (tenant_id)", "info": {"partitions": 8}},
    )
