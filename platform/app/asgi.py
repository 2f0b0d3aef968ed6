"""What a server of ASGI applications is pointed at: `app.asgi:app`."""

import gc

from app.databases import server_dsn
from app.logs import configure
from app.main import create_app
from kernel.settings import load

_settings = load()
configure(_settings)
app = create_app(_settings, server_dsn(_settings))

# The program itself is half a million objects. Looked through for garbage again and again, they
# would hold up whoever asks just then for a quarter of a second.
gc.collect()
gc.freeze()
