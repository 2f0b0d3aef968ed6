"""Who sends slowly or hangs up costs nobody else anything (threats E74, F13)."""

import asyncio
from uuid import UUID

import pytest

from app import promptness
from crm.records.beside.store import Store

HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'


class Wire:
    """A client that sends what it is told to, and then hangs or hangs up."""

    def __init__(self, app, member, path, *pieces, kind="application/json", hangs_up=False):
        self.app, self.pieces, self.hangs_up = app, list(pieces), hangs_up
        self.status = 0
        headers = {
            "authorization": f"Bearer {member.token}",
            "content-type": kind,
            "transfer-encoding": "chunked",
            "host": "test",
        }
        self.scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": f"/api/v1/{member.slug}/{path}",
            "raw_path": f"/api/v1/{member.slug}/{path}".encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("test", 80),
        }

    async def receive(self):
        if self.pieces:
            return {"type": "http.request", "body": self.pieces.pop(0), "more_body": True}
        if self.hangs_up:
            return {"type": "http.disconnect"}
        return await asyncio.get_running_loop().create_future()

    async def send(self, message):
        self.status = message.get("status", self.status)

    async def run(self):
        await self.app(self.scope, self.receive, self.send)
        return self.status


async def test_a_body_that_does_not_come_holds_no_connection(app, acme, database, monkeypatch):
    monkeypatch.setattr(promptness, "SECONDS", 0.4)
    slow = [Wire(app, acme, "companies", b'{"name": "Hua') for _ in range(50)]
    waiting = asyncio.gather(*(wire.run() for wire in slow))
    await asyncio.sleep(0.1)
    assert database.checked_out() == 0
    await acme.create("companies", name="Quick")
    assert set(await waiting) == {408}


# The framework leaves its half-read file, which has no name, to the garbage collector.
LEFT = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@LEFT
async def test_a_large_file_that_stops_half_way_is_given_up(app, acme, database, monkeypatch):
    monkeypatch.setattr(promptness, "SECONDS", 0.4)
    company = await acme.create("companies", name="Hualian")
    path = f"companies/{company['id']}/attachments"
    kind = "multipart/form-data; boundary=x"
    wire = Wire(app, acme, path, HEAD, b"a" * 200_000, kind=kind)
    assert await wire.run() == 503
    assert database.checked_out() == 0


@LEFT
@pytest.mark.parametrize("size", [10, 200_000])
async def test_who_hangs_up_during_an_upload_leaves_no_file(app, acme, database, settings, size):
    company = await acme.create("companies", name="Hualian")
    path = f"companies/{company['id']}/attachments"
    kind = "multipart/form-data; boundary=x"
    await Wire(app, acme, path, HEAD, b"a" * size, kind=kind, hangs_up=True).run()
    assert (await acme.get(path))["items"] == []
    folder = Store(settings).folder(UUID(acme.workspace_id))
    assert not folder.exists() or list(folder.iterdir()) == []
    assert database.checked_out() == 0
