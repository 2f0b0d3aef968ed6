"""`guanxi drill`: misfortunes on purpose, in a folder that is thrown away."""

import json
import sys
import tempfile
from pathlib import Path

import msgspec
import rich_click as click

from kernel.settings import load


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
    from app.drills.product import free_port, running  # noqa: PLC0415

    def say(line: str) -> None:
        click.echo(line, err=as_json)

    with tempfile.TemporaryDirectory(prefix="guanxi-drill-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        with running(load(data_dir=Path(folder), port=free_port())) as product:
            verdict = run(product, rounds, seconds, say)
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(verdict)))
    else:
        click.echo(
            f"{verdict.acknowledged:,} writes acknowledged in {verdict.seconds} s: "
            f"{verdict.lost} lost, {verdict.doubled} doubled, {verdict.torn} half written."
        )
    sys.exit(0 if verdict.sound else 1)
