"""`guanxi drill`: misfortunes on purpose, in a folder that is thrown away."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import rich_click as click

from kernel.settings import load

if TYPE_CHECKING:
    from app.drills.product import Product


@click.group()
def drill() -> None:
    """Break things on purpose, and look at what is left."""


@drill.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True)
@click.option("--seconds", type=float, default=2.0, show_default=True, help="Load before a kill.")
def crash(rounds: int, seconds: float, *, as_json: bool) -> None:
    """Kill web, worker and PostgreSQL with SIGKILL under load: nothing promised may be lost.

    Ends with 1 if anything was lost, doubled or half written.
    """
    from app.drills.crash import drill as run  # noqa: PLC0415 -- starts the whole product

    with _thrown_away() as product:
        verdict = run(product, rounds, seconds, lambda line: click.echo(line, err=as_json))
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(verdict)))
    else:
        click.echo(
            f"{verdict.acknowledged:,} writes acknowledged in {verdict.seconds} s: "
            f"{verdict.lost} lost, {verdict.doubled} doubled, {verdict.torn} half written."
        )
    sys.exit(0 if verdict.sound else 1)


@drill.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON: rounds, wrong, races.")
@click.option("--rounds", type=click.IntRange(1), default=200, show_default=True)
@click.option("--only", multiple=True, help="Races whose name contains this; may be repeated.")
@click.option("--web-workers", type=click.IntRange(1), default=2, show_default=True)
def races(rounds: int, web_workers: int, only: tuple[str, ...], *, as_json: bool) -> None:
    """Let 20 clients do the same thing at the same moment: one may win, nothing may be lost.

    Ends with 1 if a round came out wrong.
    """
    import app.drills.races  # noqa: F401, PLC0415 -- registers them
    from app.drills.racing import RACES  # noqa: PLC0415
    from app.drills.racing import drill as run  # noqa: PLC0415

    names = [name for name in RACES if not only or any(word in name for word in only)]
    with _thrown_away(web_workers=web_workers) as product:
        verdict = asyncio.run(
            run(product, names, rounds, lambda line: click.echo(line, err=as_json))
        )
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(verdict)))
    else:
        click.echo(f"{verdict.wrong} of {verdict.rounds:,} rounds wrong in {verdict.seconds} s.")
    sys.exit(1 if verdict.wrong else 0)


@drill.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON: sound, told.")
@click.option("--seconds", type=float, default=30.0, show_default=True, help="Of each misfortune.")
def outage(seconds: float, *, as_json: bool) -> None:
    """Stop PostgreSQL, freeze it, hang up on everybody: people are told soon, and it heals.

    Ends with 1 if an answer was wrong, came late, or the product did not recover.
    """
    from app.drills.away import drill as run  # noqa: PLC0415 -- starts the whole product

    with _thrown_away() as product:
        verdict = asyncio.run(run(product, seconds, lambda line: click.echo(line, err=as_json)))
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(verdict)))
    else:
        click.echo("sound" if verdict.sound else "not sound")
    sys.exit(0 if verdict.sound else 1)


@contextmanager
def _thrown_away(**settings: Any) -> "Iterator[Product]":
    """A product that runs in a folder of its own, and is gone afterwards."""
    from app.drills.product import free_port, running  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="guanxi-drill-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        with running(load(data_dir=Path(folder), port=free_port(), **settings)) as product:
            yield product
