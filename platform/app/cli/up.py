"""`guanxi up`: the whole product on this machine, in one supervised tree of processes."""

import asyncio
from pathlib import Path

import msgspec
import rich_click as click

from app import schema
from app.cli import seed as seeding
from app.databases import Addresses, database
from app.lan import certificate, lan_address
from app.seed.load import World as DemoWorld
from app.seed.world import DEMO_EMAIL, DEMO_PASSWORD
from app.supervisor import Supervisor, wait_until_ready
from kernel import clock, secret
from kernel.settings import Settings, load


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Data folder.")
@click.option("--demo/--no-demo", default=True, help="Demo firms to look at.", show_default=True)
@click.option("--lan", is_flag=True, help="Serve the local network, by HTTPS.")
def up(port: int, data: Path | None, *, demo: bool, lan: bool) -> None:
    """Run everything on an embedded database, with demo data."""
    host = "0.0.0.0" if lan else "127.0.0.1"  # noqa: S104 -- asked for by --lan
    url = f"https://{lan_address()}:{port}" if lan else f"http://127.0.0.1:{port}"
    settings = load(data_dir=data, port=port, host=host)
    if settings.base_url is None:
        settings = msgspec.structs.replace(settings, base_url=url)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with database(settings) as addresses:
        asyncio.run(schema.migrate(addresses.admin, settings))
        if demo:
            secret.use(settings.encryption_keys())
            world = DemoWorld("small", "both", 1, clock.now())
            seeding.run(addresses.restore, world, quiet=True)
        _serve(settings, addresses, demo=demo, lan=lan)


def _serve(settings: Settings, addresses: Addresses, *, demo: bool, lan: bool) -> None:
    serve = ["serve"]
    if lan:
        chain, key = certificate(settings.data_dir)
        serve += ["--certificate", str(chain), "--key", str(key)]
    supervisor = Supervisor(settings)
    supervisor.start("web", serve, addresses.app)
    supervisor.start("worker", ["worker"], addresses.worker)
    if settings.telegram_token and settings.telegram_mode == "polling":
        supervisor.start("bot", ["bot"], addresses.worker)
    try:
        if wait_until_ready(settings, supervisor):
            sign_in = f"  (sign in: {DEMO_EMAIL} / {DEMO_PASSWORD})" if demo else ""
            click.echo(f"Guanxi is ready at {settings.url}{sign_in}")
            supervisor.watch(addresses.keep)
    except KeyboardInterrupt:
        pass
    finally:
        supervisor.stop()
