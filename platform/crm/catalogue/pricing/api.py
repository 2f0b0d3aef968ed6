"""The JSON API of price books."""

from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from crm.catalogue.pricing.service import (
    PriceBook,
    archive,
    book,
    books,
    change,
    open_book,
    prices_in,
)
from crm.catalogue.pricing.wishes import Price, PriceBookWish
from crm.records.api import API
from kernel.http import Ctx, delete, get, post, put

_AT = f"{API}/price-books"
_ONE = f"{_AT}/{{price_book_id:uuid}}"
_NEEDS = "settings:workspace"
_TAGS = ["Price books"]


class PriceBooks(msgspec.Struct):
    """All in use, in the order in which they are asked."""

    items: list[PriceBook]


class OpenedBook(msgspec.Struct):
    """A price book, and what stands in it."""

    book: PriceBook
    prices: list[Price]


@get(_AT, needs=_NEEDS, operation_id="listPriceBooks", tags=_TAGS)
async def list_books(ctx: Ctx, workspace: FromPath[str]) -> PriceBooks:
    return PriceBooks(await books(ctx.uow))


@post(_AT, needs=_NEEDS, operation_id="createPriceBook", tags=_TAGS)
async def create_book(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[PriceBookWish]
) -> OpenedBook:
    return await _opened(ctx, await open_book(ctx.uow, ctx.principal, data))


@get(_ONE, needs=_NEEDS, operation_id="getPriceBook", tags=_TAGS)
async def get_book(ctx: Ctx, workspace: FromPath[str], price_book_id: FromPath[UUID]) -> OpenedBook:
    return await _opened(ctx, price_book_id)


@put(_ONE, needs=_NEEDS, operation_id="replacePriceBook", tags=_TAGS)
async def replace_book(
    ctx: Ctx,
    workspace: FromPath[str],
    price_book_id: FromPath[UUID],
    data: JSONBody[PriceBookWish],
) -> OpenedBook:
    await change(ctx.uow, ctx.principal, price_book_id, data)
    return await _opened(ctx, price_book_id)


@delete(_ONE, needs=_NEEDS, operation_id="archivePriceBook", tags=_TAGS)
async def archive_book(ctx: Ctx, workspace: FromPath[str], price_book_id: FromPath[UUID]) -> None:
    await archive(ctx.uow, ctx.principal, price_book_id)


async def _opened(ctx: Ctx, book_id: UUID) -> OpenedBook:
    return OpenedBook(await book(ctx.uow, book_id), await prices_in(ctx.uow, book_id))


ROUTES = [list_books, create_book, get_book, replace_book, archive_book]
