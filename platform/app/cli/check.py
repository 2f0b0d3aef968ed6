"""`guanxi check`: whether the gates still bite."""

import sys

import msgspec
import rich_click as click

from app.gates import mutation
from app.gates.breakage import MUTANTS
from app.gates.mutation import NotGreen, Result


def share(_ctx: object, _option: object, said: str) -> tuple[int, int]:
    """`2/4` as numbers."""
    number, _bar, of = said.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise click.BadParameter("Write it as 2/4.")
    return int(number), int(of)


@click.group()
def check() -> None:
    """Break things on purpose; needs the checkout and its test dependencies."""


@check.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON: killed, total, survivors.")
@click.option("--only", multiple=True, help="Mutants whose name contains this; may be repeated.")
@click.option("--changed", metavar="COMMIT", help="Those whose files or tests changed since then.")
@click.option("--part", callback=share, default="1/1", metavar="N/M", help="The Nth of M shares.")
@click.option("--jobs", type=click.IntRange(1, 8), default=2, show_default=True, help="At once.")
@click.option("--no-baseline", is_flag=True, help="Trust that the tests are green.")
def mutants(
    only: tuple[str, ...],
    changed: str | None,
    part: tuple[int, int],
    jobs: int,
    *,
    as_json: bool,
    no_baseline: bool,
) -> None:
    """Turn off one guard at a time: the suite must turn red. Exit 1 if any goes unnoticed."""
    chosen = [m for m in MUTANTS if not only or any(word in m.name for word in only)]
    if changed is not None:
        chosen = mutation.touched(chosen, changed)
    chosen = chosen[part[0] - 1 :: part[1]]

    def tell(result: Result) -> None:
        click.echo(f"{result.verdict:9} {result.name}  {result.said}", err=as_json)

    if not no_baseline:
        click.echo("First the tests as they are, which must be green.", err=as_json)
        try:
            mutation.baseline(chosen, at_once=jobs)
        except NotGreen as red:
            click.echo(str(red), err=True)
            click.echo("These tests fail without any mutant. Repair them first.", err=True)
            sys.exit(2)
    results = mutation.run(chosen, at_once=jobs, tell=tell)
    killed = [r.name for r in results if r.verdict == "killed"]
    alive = {r.name: r.verdict for r in results if r.verdict != "killed"}
    if as_json:
        figures = {"killed": len(killed), "total": len(results), "survivors": alive}
        click.echo(msgspec.json.encode(figures).decode())
    else:
        click.echo(f"{len(killed)}/{len(results)} killed")
    sys.exit(1 if alive else 0)
