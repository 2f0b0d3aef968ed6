"""Core statements as text for asyncpg: SQLAlchemy writes the SQL, asyncpg runs it."""

from typing import Any

from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.sql.base import Executable

_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]

Statement = str | Executable


def compiled(statement: Executable) -> tuple[str, list[Any]]:
    """The statement's text with `$1`... and its arguments in order."""
    result = statement.compile(  # type: ignore[attr-defined]
        dialect=_DIALECT, compile_kwargs={"render_postcompile": True}
    )
    params = result.params
    return str(result), [params[name] for name in result.positiontup or ()]
