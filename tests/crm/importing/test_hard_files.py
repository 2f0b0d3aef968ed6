"""Files as they come: odd encodings, formulas, bombs, half-done runs, what belongs to others."""

import io
import json
import zipfile
from uuid import UUID

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importing import bring_in, send, table
from world import Workspace

from crm.records.beside import store
from crm.records.export import neutral
from crm.records.importing import parsing, reading, running
from crm.records.importing.notation import marks_of, orders_of
from crm.records.importing.values import bare
from kernel.database import Database
from kernel.transaction import UnitOfWork

LATIN = "Grüße aus München, für Jörg und Käthe, Straße, Größe, Überweisung über fünf Öfen"
CHINESE = "华联机械有限公司的王经理,订购二十台水泵,三月前交货,联系电话在后面"


def read(tmp_path, content: bytes, **wanted: str) -> tuple[dict, list]:
    source, target = tmp_path / "file", tmp_path / "rows"
    source.write_bytes(content)
    said = parsing.main({"source": str(source), "target": str(target), **wanted})
    rows = target.read_text().splitlines() if target.exists() else []
    return said, rows


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        *((name, LATIN) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1")),
        *((name, CHINESE) for name in ("utf-8", "utf-16", "gbk", "gb18030")),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_is_recognised(tmp_path, encoding, text, delimiter):
    lines = [["Name", "About"], *([f"N{i}", text.replace(",", " ")] for i in range(3))]
    content = table(*lines, delimiter=delimiter).decode().encode(encoding)
    said, rows = read(tmp_path, content)
    assert said["columns"] == ["Name", "About"], said
    assert said["samples"][0] == ["N0", text.replace(",", " ")]
    assert len(rows) == 3


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=12),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
        max_size=6,
    ),
    encoding=st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_what_is_written_in_unicode_is_read_the_same(tmp_path, rows, encoding):
    content = table(["Name", "About"], *rows).decode().encode(encoding)
    _said, staged = read(tmp_path, content, delimiter=",")
    assert [json.loads(line)[1] for line in staged] == [
        r for r in rows if any(c.strip() for c in r)
    ]


@given(st.text(max_size=30).map(str.strip))
def test_a_neutralised_cell_comes_back_as_it_was(text):
    if not text.startswith("'"):
        assert bare(neutral(text)) == text.strip() or text[:1] in "\t\r\n"


def test_dates_and_numbers_say_which_readings_they_allow():
    assert orders_of("25.11.2026") == {"dmy"}
    assert orders_of("2026年11月25日") == {"ymd"}
    assert orders_of("03/04/2026") == {"dmy", "mdy"}
    assert orders_of("pump") == set()
    assert marks_of("1.234,50") == {","}
    assert marks_of("1,234") == {".", ","}
    assert marks_of("12,5") == {","}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\x00\x00\x00", "empty"),
        (",".join("abc" for _ in range(10_000)).encode(), "columns"),
        (b"a,b\n1," + b"x" * 2_000_000, "cell"),
        (b"PK\x03\x04nonsense", "workbook"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, content, word):
    said, _rows = read(tmp_path, content)
    assert said["error"] == word


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(parsing, "MOST_UNPACKED", 1_000_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    assert read(tmp_path, packed.getvalue())[0]["error"] == "large"


async def test_a_workbook_and_activities_with_their_author_and_date(acme: Workspace, work) -> None:
    rita = await acme.member("rep", "Rita")
    contact = await acme.create("contacts", name="Wang", emails=[{"value": "wang@x.example"}])
    book = openpyxl.Workbook()
    for row in (
        ["Text", "Date", "Type", "Author", "Customer"],
        ["Wants pumps", "25.11.2025 14:30", "Visit", rita.email, "wang@x.example"],
        ["Lost", "24.12.2025", "拜访", "nobody@x.example", "Wang"],
        ["Odd", "31.02.2026", "Call", "", "Nobody"],
    ):
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    done = await bring_in(acme.owner, work, packed.getvalue(), type="activities")
    assert done["counts"] == {"created": 1, "error": 2}
    (made,) = (await acme.get("activities"))["items"]
    members = {m["email"]: m["id"] for m in (await acme.get("members"))["items"]}
    assert (made["owner_id"], made["kind"]) == (members[rita.email], "visit")
    assert made["happened_at"] == "2025-11-25T13:30:00Z"
    assert [link["id"] for link in made["links"]] == [contact["id"]]
    errors = (await acme.request("GET", f"imports/{done['id']}/errors")).content.decode("utf-8-sig")
    assert [line.split(",")[5:7] for line in errors.splitlines()[1:]] == [
        ["3", "Author"],
        ["4", "Date"],
    ]
    again = await bring_in(acme.owner, work, packed.getvalue(), type="activities")
    assert again["twin"] == done["id"]
    assert again["counts"] == {"skipped": 1, "error": 2}


async def test_a_run_that_dies_in_the_middle_goes_on_and_doubles_nothing(
    acme: Workspace, work, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 3)
    file = table(["Name", "Email"], *([f"P{i}", f"p{i}@x.example"] for i in range(10)))
    sent = await send(acme.owner, file)
    await acme.post(f"imports/{sent['id']}/run")
    keep, fails = running._keep_lines, iter([False, True])

    async def dying(*args: object) -> None:
        await keep(*args)  # type: ignore[arg-type]
        if next(fails, False):
            raise ConnectionError

    monkeypatch.setattr(running, "_keep_lines", dying)
    with pytest.raises(ConnectionError):
        await work()
    half = await acme.get(f"imports/{sent['id']}")
    assert (half["state"], half["done"]) == ("running", 3)
    kept, whose = store.Store(store.settings()), UUID(acme.workspace_id)
    reading.staged_of(kept, whose, UUID(sent["id"])).unlink()
    for _again in range(2):
        unit = await UnitOfWork(database).begin(UUID(acme.workspace_id))
        await running.step(unit, {"import_id": sent["id"]})
        await unit.finish(commit=True)
    await work()
    done = await acme.get(f"imports/{sent['id']}")
    assert (done["state"], done["done"], done["counts"]) == ("done", 10, {"created": 10})
    assert (await acme.get("contacts"))["total"]["value"] == 10


async def test_undoing_an_import_restores_what_it_changed_and_names_what_was_edited_since(
    acme: Workspace, work
) -> None:
    old = [
        await acme.create("contacts", name=f"Old {i}", emails=[{"value": f"o{i}@x.example"}])
        for i in range(2)
    ]
    file = table(
        ["Name", "Email", "Phone", "Company", "Tags"],
        ["Renamed 0", "o0@x.example", "+49 30 1234567", "Nord", "fair"],
        ["Renamed 1", "o1@x.example", "", "", ""],
        ["New", "new@x.example", "", "Nord", "fair; hot"],
    )
    done = await bring_in(acme.owner, work, file)
    assert done["counts"] == {"updated": 2, "created": 1}
    first = await acme.get(f"contacts/{old[0]['id']}")
    assert (first["name"], len(first["phones"]), len(first["companies"])) == ("Renamed 0", 1, 1)
    await acme.edit(f"contacts/{old[1]['id']}", job_title="Boss")
    undone = await acme.post(f"batches/{done['batch_id']}/undoing")
    assert [left["title"] for left in undone["left_alone"]] == ["Renamed 1"]
    first = await acme.get(f"contacts/{old[0]['id']}")
    assert (first["name"], first["phones"], first["companies"], first["tags"]) == (
        "Old 0",
        [],
        [],
        [],
    )
    names = sorted(c["name"] for c in (await acme.get("contacts"))["items"])
    assert names == ["Old 0", "Renamed 1"]
    assert (await acme.get("companies"))["items"] == []


async def test_an_import_is_for_its_maker_and_finds_nothing_of_others(
    acme: Workspace, globex: Workspace, work
) -> None:
    theirs = await globex.create("contacts", name="Secret", emails=[{"value": "s@x.example"}])
    rita, vera = await acme.member("rep", "Rita"), await acme.member("viewer", "Vera")
    hidden = await acme.create("contacts", name="Hidden", emails=[{"value": "h@x.example"}])
    file = table(
        ["id", "Name", "Email", "Owner"],
        [theirs["id"], "Stolen", "", ""],
        [hidden["id"], "Stolen", "", ""],
        [hidden["id"], "Hidden", "", ""],
        ["", "Own", "s@x.example", ""],
        ["", "Taken", "h@x.example", ""],
        ["", "Given", "", acme.owner.email],
    )
    done = await bring_in(rita, work, file)
    assert done["counts"] == {"created": 1, "error": 5}
    assert (await acme.get(f"contacts/{hidden['id']}"))["name"] == "Hidden"
    bert = await acme.member("rep", "Bert")
    for stranger in (globex.owner, bert):
        for path in ("", "/lines", "/errors"):
            assert await stranger.status("GET", f"imports/{done['id']}{path}") == 404
        assert await stranger.status("POST", f"imports/{done['id']}/run") == 404
    refused = await vera.request("POST", "imports", files={"file": ("a.csv", file)})
    assert refused.status_code == 403
