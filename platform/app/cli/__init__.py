"""`guanxi`: everything an operator does, each command in a file of its own."""

from importlib import import_module
from typing import Final

import rich_click as click

# Imported when they are called, so that `guanxi --help` is quick and a server stays small.
COMMANDS: Final = {
    "up": "app.cli.up:up",
    "serve": "app.cli.servers:serve",
    "worker": "app.cli.servers:worker",
    "bot": "app.cli.servers:bot",
    "check": "app.cli.check:check",
    "migrate": "app.cli.migrate:migrate",
    "seed": "app.cli.seed:seed",
    "billing": "app.cli.billing:billing",
    "bench": "app.cli.bench:bench",
    "drill": "app.cli.drill:drill",
    "backup": "app.cli.backup:backup",
    "restore": "app.cli.backup:restore",
    "import": "app.cli.importing:bring_in",
    "tenant": "app.cli.tenants:tenant",
    "user": "app.cli.people:user",
    "operator": "app.cli.operators:operator",
    "jobs": "app.cli.jobs:jobs",
    "models": "app.cli.models:models",
    "maintain": "app.cli.maintain:maintain",
    "doctor": "app.cli.doctor:doctor",
    "eval": "app.cli.evaluating:evaluation",
}


class Commands(click.RichGroup):
    """A group that imports a command when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click passes it
        return sorted(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 -- click passes it
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="guanxi")
def main() -> None:
    """A CRM that a small firm signs up for, and that its reps fill in by chat."""
