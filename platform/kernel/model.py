"""Tables: the base that every model shares, and the shape of those that belong to a workspace."""

from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    DefaultClause,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from kernel.ids import uuid7


class Base(DeclarativeBase):
    """Every table; constraint names are derived so that migrations are stable."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        str: Text(),
        int: BigInteger(),
        datetime: DateTime(timezone=True),
        list[str]: ARRAY(Text()),
        list[UUID]: ARRAY(Uuid()),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }


class OfWorkspace(Base):
    """Rows of one workspace: the key, and so every index and foreign key, starts with it."""

    __abstract__ = True

    @declared_attr
    def tenant_id(cls) -> Mapped[UUID]:  # noqa: N805 -- declared_attr is a class method
        return mapped_column(ForeignKey("workspace.id"), primary_key=True, sort_order=-100)


class OfRecord(Base):
    """Rows that are a part of a record: the key to it, by `within`, names the workspace too.

    A key of their own to the workspace would be checked for each of ten rows a record, for nothing.
    """

    __abstract__ = True

    @declared_attr
    def tenant_id(cls) -> Mapped[UUID]:  # noqa: N805 -- declared_attr is a class method
        return mapped_column(primary_key=True, sort_order=-100)


class Identified(OfWorkspace):
    """Rows of a workspace with an identifier of their own."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-99)


def within(column: str, table: str, *, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """A foreign key that cannot leave the workspace: `(tenant_id, column)` to `(tenant_id, id)`."""
    return ForeignKeyConstraint(
        ["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"], ondelete=ondelete
    )


@cache
def insert_rows(
    table: str,
    tenant: str = ":tenant_id",
    rows: str = ":rows",
    conflict: str = "",
    answer: str = "tenant_id",
) -> str:
    """INSERT of many whole rows of one workspace, that a parameter holds as JSON.

    What an older version did not have yet gets its default.
    """
    columns = Base.metadata.tables[table].columns
    names = ", ".join(f'"{column.name}"' for column in columns)
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(_given(column) for column in columns)} "
        f"FROM jsonb_populate_recordset(NULL::public.{table}, {rows}::jsonb) n "
        f"WHERE n.tenant_id = {tenant} {conflict} RETURNING {answer}"
    )


def _given(column: Column[Any]) -> str:
    default = column.server_default
    if column.nullable or not isinstance(default, DefaultClause):
        return f'n."{column.name}"'
    told = default.arg if isinstance(default.arg, str) else None
    return f'coalesce(n."{column.name}", {default.arg if told is None else repr(told)})'
