"""What a member may find: the same rows that lists show, decided in the query itself."""

from collections.abc import Callable

from crm.records.scope import AnyType, visible
from kernel.principal import Principal
from kernel.sql import Args

# The condition over an alias of `chunk`, its values added to the statement's; "" lets all through.
Where = Callable[[Args, str], str]


def anything(_args: Args, _alias: str) -> str:
    return ""


def found_by(principal: Principal, types: tuple[str, ...] = ()) -> Where:
    """What the principal sees, of these types or of all."""

    def where(args: Args, alias: str) -> str:
        of = AnyType("record_type", linked=True, only=types)
        conditions = []
        if types:
            conditions.append(f"{alias}.record_type = ANY({args(list(types))}::text[])")
        scope = visible(principal, args, alias, of=of, record_id="record_id")
        if scope != "TRUE":
            conditions.append(scope)
        return " AND ".join(conditions)

    return where
