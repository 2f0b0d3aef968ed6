"""The long-running processes, one command each."""

import asyncio
from pathlib import Path

import rich_click as click

from app.databases import server_dsn
from app.logs import configure
from kernel import rls
from kernel.settings import Settings, load


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes.")
@click.option("--certificate", type=click.Path(exists=True, path_type=Path), help="For HTTPS.")
@click.option("--key", type=click.Path(exists=True, path_type=Path), help="For HTTPS.")
def serve(
    host: str | None,
    port: int | None,
    workers: int | None,
    certificate: Path | None,
    key: Path | None,
) -> None:
    """Serve the web application and the API."""
    from granian.constants import Interfaces  # noqa: PLC0415 -- only this command needs it
    from granian.http import HTTP1Settings  # noqa: PLC0415

    from app.promptness import SECONDS  # noqa: PLC0415
    from app.serving import Drain, OneDoor, be_thrifty  # noqa: PLC0415

    settings = _settings(host=host, port=port, web_workers=workers)
    server_dsn(settings)
    be_thrifty()
    door = OneDoor(
        "app.asgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.web_workers,
        ssl_cert=certificate,
        ssl_key=key,
        log_access=False,
        respawn_failed_workers=True,
        # SIGHUP: the new process has this long to load before the old one ends.
        respawn_interval=10,
        workers_kill_timeout=30,
        http1_settings=HTTP1Settings(header_read_timeout=int(SECONDS * 1000)),
        websockets=False,
    )
    door.drain = Drain(settings)
    door.serve()


@click.command()
def worker() -> None:
    """Run jobs: reminders, mail, chat, embeddings."""
    from app.worker import work  # noqa: PLC0415 -- only this command needs the queue

    settings = _settings()
    asyncio.run(work(settings, server_dsn(settings, rls.WORKER)))


@click.command()
def bot() -> None:
    """Fetch Telegram's updates by polling (development; production uses the webhook)."""
    from app.composition import compose  # noqa: PLC0415 -- only this command needs it
    from bots.telegram.polling import poll  # noqa: PLC0415 -- only this command needs it

    compose()
    settings = _settings()
    asyncio.run(poll(settings, server_dsn(settings, rls.WORKER)))


def _settings(**overrides: object) -> Settings:
    settings = load(**overrides)
    configure(settings)
    return settings
