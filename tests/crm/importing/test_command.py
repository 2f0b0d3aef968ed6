"""An operator imports a file from the command line."""

import pytest
from importing import table
from world import Workspace

from app.operating.importing import Asked, bring_in
from kernel.database import Database
from kernel.errors import NotFound
from kernel.settings import Settings


async def test_a_file_is_looked_at_and_brought_in(
    acme: Workspace, database: Database, settings: Settings, tmp_path
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(table(["Person", "Email"], ["Wang", "w@x.example"], ["Li", "broken"]))
    heard: list[tuple[int, int]] = []
    asked = {"file": file, "slug": acme.slug, "type": "contacts", "columns": {"Person": "name"}}
    dry = await bring_in(database, settings, Asked(**asked, dry=True), lambda *n: heard.append(n))
    assert dry.shown.counts == {"created": 1, "error": 1}
    assert (await acme.get("contacts"))["items"] == []
    done = await bring_in(database, settings, Asked(**asked), lambda *n: heard.append(n))
    assert [(fault.line, fault.column) for fault in done.faults] == [(3, "Email")]
    assert [c["name"] for c in (await acme.get("contacts"))["items"]] == ["Wang"]
    assert heard[-1] == (2, 2)
    with pytest.raises(NotFound):
        await bring_in(database, settings, Asked(**{**asked, "slug": "nobody"}), print)
