"""Every page and every further address of a record type, made once, the same for all."""

from litestar.handlers import HTTPRouteHandler

from crm.records.beside.api import beside_api
from crm.records.beside.api_files import file_api
from crm.records.duplicates.api import duplicate_api
from crm.records.duplicates.api_merging import merge_api
from crm.records.duplicates.pages import duplicate_pages
from crm.records.pages.beside import beside_routes
from crm.records.pages.bulk import bulk_routes
from crm.records.pages.bulk_edit import bulk_edit_routes
from crm.records.pages.cells import cell_routes
from crm.records.pages.editing import form_routes
from crm.records.pages.list import list_routes
from crm.records.pages.record import record_routes
from crm.records.types import RecordType
from crm.records.views.pages import view_routes


def record_pages(kind: RecordType) -> list[HTTPRouteHandler]:
    """Lists, forms, the record's page, and the API of what hangs on a record."""
    return [
        *beside_api(kind),
        *file_api(kind),
        *duplicate_api(kind),
        *merge_api(kind),
        *duplicate_pages(kind),
        *list_routes(kind),
        *view_routes(kind),
        *bulk_routes(kind),
        *bulk_edit_routes(kind),
        *form_routes(kind),
        *cell_routes(kind),
        *record_routes(kind),
        *beside_routes(kind),
    ]
