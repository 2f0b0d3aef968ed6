"""`guanxi eval`: does search find what a workspace's own members said was it."""

from pathlib import Path
from typing import Any

import msgspec
import rich_click as click

from app.cli.tenants import DATA, JSON, as_app
from app.composition import compose
from app.operating.members import enter_as
from kernel.database import Database
from kernel.settings import load
from kernel.transaction import UnitOfWork
from search.dense.installed import installed
from search.judging.evaluating import evaluate

WORDS = {
    "questions": "questions that were judged",
    "recall@10": "of what was right, among the first ten",
    "right_first": "of them, something right stands first",
    "wrong_not_first": "of those with something wrong, it does not stand first",
    "right_answer": "of approved answers, given again",
    "mode": "searched by",
}


@click.command("eval")
@click.option("--workspace", "slug", required=True, help="The workspace's address.")
@click.option("--as", "email", help="The member who asks; else the first owner.")
@DATA
@JSON
def evaluation(slug: str, email: str | None, data: Path | None, *, as_json: bool) -> None:
    """Ask again what members judged with their thumbs: before and after a change of model."""
    settings = load(data_dir=data)
    installed.use(settings)

    async def ask(database: Database) -> dict[str, Any]:
        compose()
        uow = UnitOfWork(database)
        try:
            return await evaluate(uow, await enter_as(uow, slug, email))
        finally:
            await uow.finish(commit=False)

    figures = as_app(settings, ask)
    if as_json:
        click.echo(msgspec.json.encode(figures))
        return
    for name, value in figures.items():
        shown = "-" if value is None else f"{value:.0%}" if isinstance(value, float) else value
        click.echo(f"{shown:>8}  {WORDS[name]}")
