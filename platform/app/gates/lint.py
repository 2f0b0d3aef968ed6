"""A lint: one sentence that must hold of the database, and the query that finds offenders."""

import msgspec


class Lint(msgspec.Struct, frozen=True):
    """`sql` returns one text per offender; with `tables`, `$1` is the workspaces' tables."""

    name: str
    says: str
    sql: str
    tables: bool = True
