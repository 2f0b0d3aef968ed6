"""`guanxi maintain`: what keeps a large database quick."""

import asyncio
import json
from pathlib import Path

import rich_click as click

from app.cli.common import told
from app.maintaining.doing import maintain as do
from app.operating.where import operator_dsn
from kernel.settings import load


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the data."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def maintain(data: Path | None, *, as_json: bool) -> None:
    """Vector indexes for very large workspaces, half-built indexes, stale statistics.

    Works while people do. A timer may run it every night; `guanxi doctor` says when it should.
    """
    settings = load(data_dir=data)

    def say(line: str) -> None:
        click.echo(f"  {line}", err=True)

    with told(), operator_dsn(settings) as dsn:
        done = asyncio.run(do(settings, dsn, say))
    if done is None:
        raise click.ClickException("Another `guanxi maintain` is at work.")
    if as_json:
        made = [wanted.name for wanted in done.make]
        said = {"made": made, "dropped": done.drop, "rebuilt": done.rebuild}
        click.echo(json.dumps({**said, "analyzed": done.analyze}))
        return
    click.echo(f"Done: {done.said}." if done.any else "Nothing needs doing.")
