"""What a server of ASGI applications is pointed at: `app.asgi:app`."""

from app.databases import server_dsn
from app.logs import configure
from app.main import create_app
from kernel.settings import load

_settings = load()
configure(_settings)
app = create_app(_settings, server_dsn(_settings))
