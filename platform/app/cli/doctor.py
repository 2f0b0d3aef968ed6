"""`guanxi doctor`: what is wrong, and how to mend it."""

import sys
from pathlib import Path

import msgspec
import rich_click as click
from rich.console import Console
from rich.text import Text

from app.doctor.findings import Finding, bad
from app.doctor.visit import examine
from kernel.settings import Misconfigured, load

_MARKS = {"good": ("ok", "green"), "warn": ("!!", "yellow"), "bad": ("no", "bold red")}


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the data."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(data: Path | None, *, as_json: bool) -> None:
    """Look at settings, machine, database, queue, mail and chat.

    Ends with 1 if something does not work; what merely could be better is told, too.
    """
    try:
        findings = examine(load(data_dir=data))
    except Misconfigured as error:
        findings = [bad("settings", str(error), "Correct it and ask again.")]
    sound = all(finding.state != "bad" for finding in findings)
    if as_json:
        click.echo(msgspec.json.encode({"sound": sound, "findings": findings}))
    else:
        _print(findings)
    sys.exit(0 if sound else 1)


def _print(findings: list[Finding]) -> None:
    console = Console(soft_wrap=True)
    for finding in findings:
        mark, style = _MARKS[finding.state]
        line = Text(f"{mark}  ", style=style)
        line.append(f"{finding.name}: {finding.says}", style="default")
        console.print(line)
        if finding.mend:
            console.print(Text(f"    {finding.mend}", style="dim"))
