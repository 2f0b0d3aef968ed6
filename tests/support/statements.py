"""What a statement must say: the workspace of each of its tables, by PostgreSQL's own grammar."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pglast import parse_sql

from app.registry import workspace_tables

Node = dict[str, Any]
QUERIES = {"SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt"}


class Statement:
    """One text: `faults` in words, and the numbers of the values that name a workspace."""

    def __init__(self, sql: str) -> None:
        self.faults: list[str] = []
        self.tenants: set[int] = set()
        for raw in parse_sql(sql):
            for query in queries(raw.stmt(skip_none=True)):
                self._query(query, frozenset())

    def _query(self, query: Node, known: frozenset[str]) -> None:
        known |= {cte["ctename"] for cte in query.get("withClause", {}).get("ctes", ())}
        if query["@"] == "InsertStmt":
            self._insert(query)
        aliases = {name: table for name, table in sources(query) if table not in known}
        ours = {name: table for name, table in aliases.items() if table in guarded()}
        bound = set(self._bound(query, ours))
        self.faults += [f"{ours[name]} {name}" for name in ours if name not in bound]
        if query["@"] == "SelectStmt":
            self._order(query, ours)
        for part in query.values():
            for inner in queries(part):
                self._query(inner, known)

    def _bound(self, query: Node, ours: dict[str, str]) -> Iterator[str]:
        """The aliases of which it is said, come what may, that `tenant_id` is a value."""
        for condition, reach in conditions(query):
            column, number = comparison(condition)
            if number is None or column[-1:] != ["tenant_id"]:
                continue
            name = column[0] if len(column) > 1 else next(iter(ours), "")
            if name in reach and (len(column) > 1 or len(ours) == 1):
                self.tenants.add(number)
                yield name

    def _insert(self, query: Node) -> None:
        table = query["relation"]["relname"]
        if table not in guarded():
            return
        columns = [column["name"] for column in query.get("cols", ())]
        source = query.get("selectStmt", {})
        if "tenant_id" not in columns:
            self.faults.append(f"INSERT INTO {table} without tenant_id")
            return
        place = columns.index("tenant_id")
        rows = source.get("valuesLists")
        if rows is None:
            rows = [[target["val"] for target in part["targetList"]] for part in selects(source)]
            if not {"onConflictClause", "returningList", "returningClause"} & set(query):
                self.faults.append(f"INSERT INTO {table} SELECT, no ON CONFLICT or RETURNING")
        for row in rows:
            number, column = parameter(row[place]), column_of(row[place])
            if number is not None:
                self.tenants.add(number)
            elif column[-1:] != ["tenant_id"]:
                self.faults.append(f"INSERT INTO {table}: tenant_id is no value")

    def _order(self, query: Node, ours: dict[str, str]) -> None:
        """A page that is cut off must be walked along an index, and those start with tenant_id."""
        if "limitCount" not in query or not query.get("sortClause"):
            return
        column = column_of(query["sortClause"][0]["node"])
        if len(column) > 1 and column[0] in ours and column[-1] != "tenant_id":
            self.faults.append(f"ORDER BY {'.'.join(column)} LIMIT, not by tenant_id first")


@cache
def guarded() -> frozenset[str]:
    return frozenset(workspace_tables())


@cache
def statement(sql: str) -> Statement:
    return Statement(sql)


def queries(node: Any) -> Iterator[Node]:
    """The outermost queries inside."""
    if isinstance(node, dict):
        if node.get("@") in QUERIES:
            yield node
        else:
            for part in node.values():
                yield from queries(part)
    elif isinstance(node, tuple | list):
        for part in node:
            yield from queries(part)


def selects(node: Node) -> Iterator[Node]:
    """The SELECTs that a UNION is made of."""
    if "larg" in node:
        yield from selects(node["larg"])
        yield from selects(node["rarg"])
    else:
        yield node


def sources(query: Node) -> Iterator[tuple[str, str]]:
    """Alias and table of all that a query itself reads or changes."""
    if query["@"] in {"UpdateStmt", "DeleteStmt"}:
        yield from named(query["relation"])
    for item in (*query.get("fromClause", ()), *query.get("usingClause", ())):
        yield from named(item)


def named(item: Node) -> Iterator[tuple[str, str]]:
    match item.get("@"):
        case "JoinExpr":
            yield from named(item["larg"])
            yield from named(item["rarg"])
        case "RangeVar":
            yield item.get("alias", {}).get("aliasname", item["relname"]), item["relname"]


def conditions(query: Node) -> Iterator[tuple[Node, set[str]]]:
    """What must hold of every row, and the aliases of which it is then true."""
    everyone = {name for name, _table in sources(query)}
    for condition in conjuncts(query.get("whereClause")):
        yield condition, everyone
    for item in (*query.get("fromClause", ()), *query.get("usingClause", ())):
        yield from joined(item, everyone)


def joined(item: Node, everyone: set[str]) -> Iterator[tuple[Node, set[str]]]:
    if item.get("@") != "JoinExpr":
        return
    inner = item["jointype"]["name"] == "JOIN_INNER"
    reach = everyone if inner else {name for name, _table in named(item["rarg"])}
    if inner or item["jointype"]["name"] == "JOIN_LEFT":
        for condition in conjuncts(item.get("quals")):
            yield condition, reach
    yield from joined(item["larg"], everyone)
    yield from joined(item["rarg"], everyone)


def conjuncts(node: Node | None) -> Iterator[Node]:
    if node is None:
        return
    if node["@"] == "BoolExpr" and node["boolop"]["name"] == "AND_EXPR":
        for part in node["args"]:
            yield from conjuncts(part)
    else:
        yield node


def comparison(node: Node) -> tuple[list[str], int | None]:
    """The column and the number of the value of `column = $n`, either way round."""
    if node["@"] != "A_Expr" or node["name"][-1]["sval"] != "=":
        return [], None
    if node["kind"]["name"] != "AEXPR_OP":
        return [], None
    left, right = node["lexpr"], node["rexpr"]
    if parameter(left) is not None:
        left, right = right, left
    return column_of(left), parameter(right)


def parameter(node: Node) -> int | None:
    while node["@"] == "TypeCast":
        node = node["arg"]
    return node["number"] if node["@"] == "ParamRef" else None


def column_of(node: Node) -> list[str]:
    if node["@"] != "ColumnRef":
        return []
    return [field.get("sval", "*") for field in node["fields"]]
