"""The pages of duplicates: hints beside the form, the report, the comparison."""

from litestar.handlers import HTTPRouteHandler

from crm.records.duplicates.pages_hints import hint_pages
from crm.records.duplicates.pages_merging import merge_pages
from crm.records.duplicates.pages_report import report_pages
from crm.records.types import RecordType


def duplicate_pages(kind: RecordType) -> list[HTTPRouteHandler]:
    """Those of a type whose duplicates are looked for."""
    if kind.matched_by is None:
        return []
    return [*hint_pages(kind), *report_pages(kind), *merge_pages(kind)]
