"""`guanxi bench`: figures, printed with their goals."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rich_click as click

from app import schema
from app.databases import Addresses, database
from app.logs import configure
from kernel.settings import Settings, load

SIZES = (1_000, 10_000, 100_000)


@click.group()
def bench() -> None:
    """Measure; ratios within one run are what to quote."""


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with `ratios` at its top.")
@click.option("--size", "sizes", type=int, multiple=True, help="Contacts; may be repeated.")
@click.option("--seconds", type=float, default=3.0, show_default=True, help="Each of 3 turns.")
def http(sizes: tuple[int, ...], seconds: float, *, as_json: bool) -> None:
    """Our endpoints against a bare ASGI and asyncpg twin that says the same to PostgreSQL.

    Without --size what `pages`, `fields` and `duplicates` measure is in it, under `large`.
    """
    from app.bench.http import measure  # noqa: PLC0415 -- the other benchmarks need none of it
    from app.bench.large import all_of_it  # noqa: PLC0415

    def say(line: str) -> None:
        click.echo(line, err=as_json)

    with _scratch() as (settings, addresses):
        wanted = list(sizes or SIZES)
        figures: dict[str, Any] = asyncio.run(measure(settings, addresses, wanted, seconds, say))
        if not sizes:
            figures["large"] = asyncio.run(all_of_it(settings, addresses, SIZES[-1], say))
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, ratio in figures["ratios"].items():
        goal = figures["goals"].get(name)
        met = "" if goal is None else f" (goal {goal:.0%}: {'met' if ratio >= goal else 'not met'})"
        click.echo(f"{name}: {ratio:.0%} of the twin{met}")


@bench.command()
@click.option(
    "--set",
    "folders",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    required=True,
    help="Folder with corpus.jsonl, queries.jsonl and qrels.tsv; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object per set.")
def search(folders: tuple[Path, ...], *, as_json: bool) -> None:
    """How well search finds (nDCG and recall of the first ten), and how fast."""
    from app.bench.search import measure, shown  # noqa: PLC0415 -- see http

    def say(line: str) -> None:
        click.echo(line, err=True)

    with _scratch() as (settings, addresses):
        figures = asyncio.run(measure(settings, addresses, list(folders), say))
    for one in figures:
        click.echo(json.dumps(one) if as_json else shown(one))


@bench.command("search-scale")
@click.option("--chunks", type=int, default=200_000, show_default=True, help="Notes in all.")
@click.option("--workspaces", type=int, default=200, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def search_scale(chunks: int, workspaces: int, *, as_json: bool) -> None:
    """Search over workspaces of very different size: p50, p95, recall against exact, writing."""
    from app.bench import search_scale as scale  # noqa: PLC0415 -- see http

    def say(line: str) -> None:
        click.echo(line, err=True)

    with _scratch() as (settings, addresses):
        figures = asyncio.run(scale.measure(settings, addresses, chunks, workspaces, say))
    click.echo(json.dumps(figures) if as_json else "\n".join(scale.shown(figures)))


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--size", type=int, default=100_000, show_default=True, help="Records of each type.")
def duplicates(size: int, *, as_json: bool) -> None:
    """How long the look for duplicates takes before a record is made."""
    from app.bench import duplicates  # noqa: PLC0415 -- see http

    _print(duplicates, size, as_json=as_json, aside=True)


@bench.command()
@click.option("--size", type=int, default=100_000, show_default=True, help="Contacts.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: milliseconds by question.")
def fields(size: int, *, as_json: bool) -> None:
    """Lists filtered and sorted by custom fields, one at a time."""
    from app.bench import fields  # noqa: PLC0415 -- see http

    _print(fields, size, as_json=as_json, aside=as_json)


@bench.command()
@click.option("--size", type=int, default=100_000, show_default=True, help="Companies.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: milliseconds by page.")
def pages(size: int, *, as_json: bool) -> None:
    """The pages of a large workspace, one at a time: board, customer, lists, Home."""
    from app.bench import pages  # noqa: PLC0415 -- see http

    _print(pages, size, as_json=as_json, aside=as_json)


@bench.command()
@click.option("--rate", "size", type=int, default=50, show_default=True, help="Updates a second.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def chat(size: int, *, as_json: bool) -> None:
    """Telegram's updates at a steady pace: how long each waits until its reply is queued."""
    from app.bench import chat  # noqa: PLC0415 -- see http

    _print(chat, size, as_json=as_json, aside=True)


@bench.command()
@click.option(
    "--set",
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    required=True,
    help="JSON lines of labelled sentences; may be repeated.",
)
@click.option("--misses", is_flag=True, help="Name every sentence that was misread.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object per set.")
def parse(files: tuple[Path, ...], *, misses: bool, as_json: bool) -> None:
    """How well the chat reads sentences: by field and language, silent errors, time."""
    from app.bench.parse import measure, shown  # noqa: PLC0415 -- see http

    for file in files:
        figures = measure(file)
        if as_json:
            kept = figures if misses else {k: v for k, v in figures.items() if k != "misses"}
            click.echo(json.dumps(kept, ensure_ascii=False))
        else:
            click.echo("\n".join(shown(figures, misses=misses)))


@bench.command()
@click.option("--size", type=int, default=10_000, show_default=True, help="Subscriptions.")
@click.option("--seconds", type=int, default=20, show_default=True, help="Of many events.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def billing(size: int, seconds: int, *, as_json: bool) -> None:
    """From Stripe's event to the mirror, many events at once, and comparing everything."""
    from app.bench import billing  # noqa: PLC0415 -- see http

    def say(line: str) -> None:
        click.echo(line, err=as_json)

    with billing.paying_product() as (product, settings):
        figures = asyncio.run(billing.measure(product, settings, size, seconds, say))
    click.echo(json.dumps(figures) if as_json else "\n".join(billing.shown(figures)))


def _print(module: Any, size: int, *, as_json: bool, aside: bool) -> None:
    """Run a benchmark of one size; what it tells meanwhile goes `aside`, to standard error."""

    def say(line: str) -> None:
        click.echo(line, err=aside)

    with _scratch() as (settings, addresses):
        figures = asyncio.run(module.measure(settings, addresses, size, say))
    click.echo(json.dumps(figures) if as_json else "\n".join(module.shown(figures)))


@contextmanager
def _scratch() -> Iterator[tuple[Settings, Addresses]]:
    """A migrated database that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="guanxi-bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        settings = load(data_dir=Path(folder))
        configure(settings)
        with database(settings) as addresses:
            asyncio.run(schema.migrate(addresses.admin, settings))
            yield settings, addresses
