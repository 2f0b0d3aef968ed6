"""The tables that every record type shares, and the columns that each type has."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from crm.records.fields import member_field, moment_field
from kernel.i18n import lazy
from kernel.model import Identified, OfRecord, OfWorkspace, within


class Anchor(Identified):
    """One small row per record: what anything that links to any type refers to."""

    __tablename__ = "record"

    type: Mapped[str]
    title: Mapped[str]
    owner_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    deleted_at: Mapped[datetime | None]
    merged_into: Mapped[UUID | None]

    __table_args__ = (
        within("owner_id", "membership", ondelete="NO ACTION"),
        Index(
            "ix_record_merged",
            "tenant_id",
            "merged_into",
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        Index("ix_record_by_title", "tenant_id", "type", "title"),
        Index(
            "ix_record_trash",
            "tenant_id",
            "deleted_at",
            "id",
            postgresql_where=text("deleted_at IS NOT NULL"),
        ),
    )


class Record(Identified):
    """What each type's table has beside its own fields; `also` are further keys and indexes."""

    __abstract__ = True

    owner_id: Mapped[UUID | None] = member_field(lazy("Owner"))
    team_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime] = moment_field(
        lazy("Created"), required=True, editable=False, sortable=True
    )
    created_by: Mapped[UUID | None]
    updated_at: Mapped[datetime] = moment_field(
        lazy("Changed"), required=True, editable=False, sortable=True
    )
    deleted_at: Mapped[datetime | None]

    sorted_by: ClassVar[tuple[str, ...]] = ("updated_at", "created_at")
    also: ClassVar[tuple[Any, ...]] = ()

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 -- declared_attr is a class method
        name = cls.__tablename__
        live = text("deleted_at IS NULL")
        return (
            within("id", "record"),
            within("owner_id", "membership", ondelete="NO ACTION"),
            *(
                Index(f"ix_{name}_by_{c}", "tenant_id", c, "id", postgresql_where=live)
                for c in cls.sorted_by
            ),
            Index(f"ix_{name}_of_owner", "tenant_id", "owner_id", "updated_at", "id"),
            Index(f"ix_{name}_of_team", "tenant_id", "team_id", "updated_at", "id"),
            *cls.also,
        )


class Followed:
    """A customer, by name: when it was last spoken to, and will be next. Derived, never typed."""

    sorted_by: ClassVar[tuple[str, ...]] = (
        "updated_at",
        "created_at",
        "name",
        "last_activity_at",
        "next_action_at",
    )

    last_activity_at: Mapped[datetime | None] = moment_field(
        lazy("Last activity"), editable=False, sortable=True
    )
    next_action_at: Mapped[datetime | None] = moment_field(
        lazy("Next action"), editable=False, sortable=True
    )


class Link(OfRecord):
    """One record points at another; `kind` is the field that does (companies, links, ...)."""

    __tablename__ = "link"

    from_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    to_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        within("from_id", "record"),
        within("to_id", "record"),
        Index("ix_link_to", "tenant_id", "to_id", "kind", "from_id"),
    )


class Identity(OfRecord):
    """A way to reach somebody, in the one form in which it can be compared."""

    __tablename__ = "identity"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    live: Mapped[bool] = mapped_column(server_default="true")

    __table_args__ = (
        within("record_id", "record"),
        Index("ix_identity_value", "tenant_id", "kind", "value"),
        Index(
            "uq_identity_email",
            "tenant_id",
            "value",
            unique=True,
            postgresql_where=text("kind = 'email' AND live"),
        ),
        {"info": {"derived": True}},
    )


class Tag(Identified):
    """A word that the firm uses to sort its records."""

    __tablename__ = "tag"

    name: Mapped[str]
    color: Mapped[str] = mapped_column(server_default="grey")

    __table_args__ = (UniqueConstraint("tenant_id", "name"),)


class Tagging(OfWorkspace):
    """A tag on a record."""

    __tablename__ = "tagging"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within("record_id", "record"),
        within("tag_id", "tag"),
        Index("ix_tagging_of_tag", "tenant_id", "tag_id", "record_id"),
    )


class Shared:
    """`level` is read, comment or edit; after `expires_at` the share does not count.

    One that goes `along` also shows what hangs on the record and is its owner's, or the granter's.
    """

    level: Mapped[str] = mapped_column(server_default="edit")
    along: Mapped[bool] = mapped_column(server_default="false")
    expires_at: Mapped[datetime | None]
    granted_by: Mapped[UUID | None]
    created_at: Mapped[datetime]


class Share(Shared, OfWorkspace):
    """A record shown to a member who would not see it."""

    __tablename__ = "share"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within("record_id", "record"),
        within("member_id", "membership"),
        CheckConstraint("level IN ('read', 'comment', 'edit')", name="level"),
        Index("ix_share_of_member", "tenant_id", "member_id", "record_id"),
        Index(
            "ix_share_along",
            "tenant_id",
            "member_id",
            "record_id",
            postgresql_where=text("along"),
        ),
        Index("ix_share_by_end", "tenant_id", "expires_at"),
        Index("ix_share_of_granter", "tenant_id", "granted_by", "record_id"),
    )


class TeamShare(Shared, OfWorkspace):
    """A record shown to all members of a team."""

    __tablename__ = "team_share"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within("record_id", "record"),
        within("team_id", "team"),
        CheckConstraint("level IN ('read', 'comment', 'edit')", name="level"),
        Index("ix_team_share_of_team", "tenant_id", "team_id", "record_id"),
        Index(
            "ix_team_share_along",
            "tenant_id",
            "team_id",
            "record_id",
            postgresql_where=text("along"),
        ),
        Index("ix_team_share_by_end", "tenant_id", "expires_at"),
        Index("ix_team_share_of_granter", "tenant_id", "granted_by", "record_id"),
    )


class Attachment(Identified):
    """A file of a record; its bytes lie in the file store under a key nobody can guess."""

    __tablename__ = "attachment"

    record_id: Mapped[UUID]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
    deleted_at: Mapped[datetime | None]

    __table_args__ = (
        within("record_id", "record"),
        Index("ix_attachment_of_record", "tenant_id", "record_id", "created_at", "id"),
    )
