"""What a report shows: figures that open the rows behind them, tables, and what to know."""

from decimal import Decimal
from typing import Any, Literal

import msgspec
from babel.numbers import get_currency_precision

from crm.analytics.figures import Figure
from crm.records.pages.presenting import rows_path
from crm.records.types import RecordType
from kernel.formats import DASH, format_date, format_money, format_number, format_percent
from kernel.i18n import _, ngettext
from web import shell

Look = Literal["text", "count", "money", "percent", "days", "date"]


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """`value` as files have it; `href` opens the rows behind it; `tone` is a badge's kind."""

    value: Any = None
    look: Look = "text"
    href: str = ""
    tone: str = ""

    def text(self, currency: str) -> str:
        """As pages show it."""
        if self.value is None:
            return DASH
        match self.look:
            case "count":
                return format_number(self.value)
            case "money":
                return format_money(int(self.value), currency)
            case "percent":
                return format_percent(round(self.value, 3))
            case "days":
                return format_number(round(self.value, 1))
            case "date":
                return format_date(self.value)
        return str(self.value)

    def plain(self, currency: str) -> str:
        """As a spreadsheet reads it: numbers without separators, amounts in whole units."""
        if self.value is None:
            return ""
        if self.look == "money":
            digits = get_currency_precision(currency)
            return f"{Decimal(int(self.value)).scaleb(-digits):f}"
        return str(self.value)

    @property
    def number(self) -> bool:
        """Whether it stands at the right."""
        return self.look in {"count", "money", "percent", "days"}


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of its own."""

    label: str
    cell: Cell
    note: str = ""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """`key` names it in addresses; the first cell of a row says whose row it is."""

    key: str
    title: str
    columns: list[str]
    rows: list[list[Cell]]
    about: str = ""


class Series(msgspec.Struct, frozen=True):
    """One line or one colour of bars."""

    name: str
    values: list[Any]


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """The values are in the labels' order; what is none is left out of the drawing."""

    title: str
    labels: list[str]
    series: list[Series]
    kind: Literal["bar", "line"] = "bar"
    look: Look = "count"

    def drawn(self, currency: str) -> dict[str, Any]:
        """As the browser draws it: amounts in whole units."""
        scale = 10 ** get_currency_precision(currency) if self.look == "money" else 1
        return {
            "kind": self.kind,
            "look": self.look,
            "currency": currency,
            "labels": self.labels,
            "series": [
                {"name": s.name, "values": [None if v is None else v / scale for v in s.values]}
                for s in self.series
            ],
        }


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A report, ready for its page or for a file; `posts` are buttons with what they send."""

    tiles: list[Tile] = []
    tables: list[Table] = []
    charts: list[Chart] = []
    notes: list[str] = []
    posts: tuple[tuple[str, Any, dict[str, str]], ...] = ()


def rows_at(kind: RecordType, filter: str) -> str:
    """Where the list has exactly these rows."""
    return shell.current().at(rows_path(kind, filter))


def behind(kind: RecordType, *figures: Figure) -> str:
    """Where the rows of all these figures are; nowhere if there are none."""
    filters = list(dict.fromkeys(figure.filter for figure in figures if figure.count))
    if len(filters) > 1:
        return rows_at(kind, f'{{"or":[{",".join(filters)}]}}')
    return rows_at(kind, filters[0]) if filters else ""


def text(value: str, href: str = "") -> Cell:
    """Words."""
    return Cell(value=value, href=href)


def count(kind: RecordType, figure: Figure, tone: str = "") -> Cell:
    """How many, and which."""
    return Cell(
        value=figure.count,
        look="count",
        href=behind(kind, figure),
        tone=tone if figure.count else "",
    )


def money(kind: RecordType, figure: Figure) -> Cell:
    """What they are worth, and which they are."""
    return Cell(value=figure.worth, look="money", href=behind(kind, figure))


def weighted(kind: RecordType, figure: Figure) -> Cell:
    """What they are worth by their probability, and which they are."""
    return Cell(value=figure.weighted, look="money", href=behind(kind, figure))


def percent(value: float | None, href: str = "", *, tone: str = "") -> Cell:
    """A share, and of what."""
    return Cell(value=value, look="percent", href=href, tone=tone if value is not None else "")


def days(value: float | None, href: str = "") -> Cell:
    """So many days."""
    return Cell(value=value, look="days", href=href)


def unrated(figures: list[Figure]) -> list[str]:
    """Amounts that are in no sum are named."""
    missing = max((figure.unrated for figure in figures), default=0)
    if not missing:
        return []
    return [
        ngettext(
            "%(num)s amount has no exchange rate and is in no sum.",
            "%(num)s amounts have no exchange rate and are in no sum.",
            missing,
        )
    ]


def nobody(name: str) -> str:
    """Whose it is; nobody's too has a name."""
    return name or _("Nobody")
