"""Routes that misbehave in every way that a handler can, on an application of their own."""

import asyncio
import contextlib
from typing import Any

import asyncpg
from litestar import Response
from litestar.params import FromPath

from kernel.errors import Conflict
from kernel.http import PUBLIC, Ctx, get, post

TABLE = """
CREATE SCHEMA IF NOT EXISTS probing;
CREATE TABLE IF NOT EXISTS probing.row (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    n text NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED);
GRANT USAGE ON SCHEMA probing TO guanxi_app;
GRANT SELECT, INSERT ON probing.row TO guanxi_app;
"""
GONE = "DROP SCHEMA IF EXISTS probing CASCADE"


@post("/api/v1/probe/{what:str}/{n:str}", needs=PUBLIC, include_in_schema=False)
async def probe(ctx: Ctx, what: FromPath[str], n: FromPath[str]) -> Any:  # noqa: C901, PLR0912
    await ctx.uow.begin_outside()
    await insert(ctx, n)
    match what:
        case "deferred":
            await insert(ctx, n)
        case "killed":
            with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                await ctx.uow.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        case "raises":
            raise ValueError(n)
        case "refuses":
            raise Conflict
        case "unserialisable":
            return object()
        case "swallows":
            with contextlib.suppress(asyncpg.PostgresError):
                await ctx.uow.execute("SELECT 1 / 0")
        case "savepoint":
            with contextlib.suppress(asyncpg.PostgresError):
                async with ctx.uow.savepoint():
                    await ctx.uow.execute("SELECT 1 / 0")
        case "returns":
            return Response({}, status_code=409)
        case "redirects":
            return Response(b"", status_code=303, headers={"Location": "/"})
        case "sleeps":
            await ctx.uow.execute("SELECT pg_sleep(20)")
        case "slow":
            await ctx.uow.execute("SET LOCAL statement_timeout = '50ms'")
            await ctx.uow.execute("SELECT pg_sleep(20)")
        case "locked":
            await ctx.uow.execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '55P03'; END $$")
        case "idle":
            await ctx.uow.execute("SET LOCAL idle_in_transaction_session_timeout = '50ms'")
            await asyncio.sleep(0.3)
        case "waits":
            await asyncio.sleep(20)
        case "sets":
            await ctx.uow.execute("SELECT set_tenant(gen_random_uuid())")
    return {"n": n}


async def insert(ctx: Ctx, n: str) -> None:
    await ctx.uow.execute("INSERT INTO probing.row (n) VALUES ($1)", n)


@get(["/api/v1/probe/broken", "/page/broken"], needs=PUBLIC, include_in_schema=False)
async def broken() -> None:
    raise RuntimeError


PROBES = [probe, broken]
