"""What slices above know: when a customer was really spoken to, and what deals it has."""

import msgspec


class Contacted(msgspec.Struct, frozen=True):
    """`last` is SQL for the last real follow-up of the company `c`.

    `$1` is the workspace, `$2` the present moment, `$3` the least length of a real follow-up.
    """

    last: str = "CASE WHEN $3::bigint IS NOT NULL THEN least(c.last_activity_at, $2) END"


class Deals(msgspec.Struct, frozen=True):
    """SQL about the company `c` of the workspace `$1`: its newest deal, and any open one."""

    newest: str = "NULL::timestamptz"
    open: str = "FALSE"


class Known:
    """Filled once by the slices above, where the product is composed."""

    def __init__(self) -> None:
        self.contacted = Contacted()
        self.deals: Deals | None = None


known = Known()
