"""`guanxi import`: a file of customers into a workspace."""

from pathlib import Path
from typing import Any

import msgspec
import rich_click as click

from app.cli.common import show
from app.cli.tenants import DATA, JSON, as_app
from app.operating import importing
from kernel.settings import load


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--workspace", "slug", required=True, help="The workspace's address.")
@click.option("--type", "type_", default="contacts", show_default=True, help="companies, ...")
@click.option("--as", "email", help="The member who imports; else the first owner.")
@click.option("--map", "maps", multiple=True, help="COLUMN=FIELD, over what was recognised.")
@click.option("--match", multiple=True, help="A field by which records are found; repeatable.")
@click.option("--existing", type=click.Choice(["update", "skip", "create"]), help="What is there.")
@click.option("--dates", type=click.Choice(["ymd", "dmy", "mdy"]), help="Order of dates.")
@click.option("--decimals", type=click.Choice([".", ","]), help="The decimal mark.")
@click.option("--dry-run", is_flag=True, help="Look at every line and write nothing.")
@DATA
@JSON
def bring_in(
    file: Path,
    slug: str,
    type_: str,
    email: str | None,
    maps: tuple[str, ...],
    data: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
    **choices: Any,
) -> None:
    """A CSV or Excel file; lines with errors are named and stop no others. Exit 1 if any."""
    settings = load(data_dir=data)
    asked = importing.Asked(
        file=file.resolve(),
        slug=slug,
        type=type_,
        email=email,
        columns=dict(_pair(said) for said in maps),
        choices={k: list(v) if k == "match" else v for k, v in choices.items() if v},
        dry=dry_run,
    )

    def say(done: int, total: int) -> None:
        click.echo(f"{done} of {total} lines", err=True)

    came = as_app(settings, lambda database: importing.bring_in(database, settings, asked, say))
    if as_json:
        click.echo(msgspec.json.encode(came))
    else:
        counts = [{"lines": word, "count": many} for word, many in came.shown.counts.items()]
        show(counts, ("lines", "count"), as_json=False)
        for fault in came.faults:
            click.echo(f"line {fault.line}, {fault.column or '-'}: {fault.reason}", err=True)
    if came.shown.counts.get("error"):
        raise SystemExit(1)


def _pair(said: str) -> tuple[str, str]:
    column, equals, field = said.rpartition("=")
    if not equals:
        raise click.BadParameter(f"{said}: write COLUMN=FIELD.")
    return column, field
