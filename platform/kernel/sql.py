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


class Args:
    """Values of a statement written by hand: each call gives the placeholder for one more."""

    def __init__(self, *values: Any) -> None:
        self.values: list[Any] = list(values)

    def __call__(self, value: Any) -> str:
        self.values.append(value)
        return f"${len(self.values)}"
