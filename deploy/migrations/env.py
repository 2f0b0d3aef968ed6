"""Alembic's environment: online only, as the owner; new tables get their wall by themselves."""

import asyncio
from collections.abc import Iterable
from typing import Any

from alembic import context
from alembic.operations import ops
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.ext.asyncio import create_async_engine

from app.registry import DEPLOYMENT_TABLES, load_models
from kernel import rls
from kernel.model import Base
from search.model import Vector

load_models()
ischema_names["vector"] = Vector


def wall(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """After each new table, its partitions, its policy and its grants."""
    for script in directives:
        made = [op for op in script.upgrade_ops.ops if isinstance(op, ops.CreateTableOp)]
        for op in made:
            script.upgrade_ops.ops.extend(
                ops.ExecuteSQLOp(statement) for statement in _statements(op.table_name)
            )


def _statements(table: str) -> Iterable[str]:
    meta = Base.metadata.tables[table]
    for number in range(meta.info.get("partitions", 0)):
        yield (
            f"CREATE TABLE {table}_p{number} PARTITION OF {table} "
            f"FOR VALUES WITH (MODULUS {meta.info['partitions']}, REMAINDER {number})"
            f"{meta.info.get('partition_options', '')}"
        )
    if table in DEPLOYMENT_TABLES:
        yield from rls.grant(table, DEPLOYMENT_TABLES[table][0])
    else:
        yield from rls.protect(table, grants=meta.info.get("grants", rls.ALL))


def compared(
    _object: Any,
    name: str | None,
    kind: str,
    reflected: bool,  # noqa: FBT001 -- the signature that Alembic calls
    _to: Any,
) -> bool:
    """Partitions are not models, and are not compared."""
    return not (kind == "table" and reflected and name not in Base.metadata.tables)


def rendered(kind: str, item: Any, autogen: Any) -> str | bool:
    """The one type of our own, and what Alembic leaves out: a key that covers more columns."""
    if kind == "type" and isinstance(item, Vector):
        autogen.imports.add("from search.model import Vector")
        return f"Vector({item.dims})"
    if kind == "primary_key" and (covered := item.dialect_kwargs.get("postgresql_include")):
        columns = ", ".join(repr(column.name) for column in item.columns)
        name = f"op.f({item.name!r})"
        return f"sa.PrimaryKeyConstraint({columns}, name={name}, postgresql_include={covered!r})"
    return False


def migrate(connection: Connection) -> None:
    """Run within one transaction: a migration happens whole, or not at all."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        process_revision_directives=wall,
        include_object=compared,
        render_item=rendered,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run() -> None:
    """Connect by the same driver as the servers."""
    engine = create_async_engine(context.config.get_main_option("sqlalchemy.url") or "")
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


asyncio.run(run())
