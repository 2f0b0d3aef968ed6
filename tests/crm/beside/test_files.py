"""Files of records: kept, fetched, binned, and never anywhere else."""

import pytest
from uploading import upload
from world import Workspace

from kernel.settings import Settings


@pytest.fixture
async def company(acme: Workspace) -> str:
    made = await acme.create("companies", name="Hualian")
    return f"companies/{made['id']}"


async def test_a_file_comes_back_byte_for_byte_as_a_download(acme: Workspace, company: str) -> None:
    content = bytes(range(256)) * 5000
    file = await upload(acme, company, "offer 报价.pdf", content)
    assert (file["size"], file["media_type"]) == (len(content), "application/pdf")
    answer = await acme.request("GET", f"{company}/attachments/{file['id']}")
    assert answer.content == content
    assert answer.headers["content-disposition"].startswith('attachment; filename="offer __')
    assert "filename*=UTF-8''offer%20%E6%8A%A5" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/shadow", "shadow"),
        ("..", "file"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("x" * 400 + ".pdf", None),
        ('"><svg onload=alert(1)>.html', '"><svg onload=alert(1)>.html'),
    ],
)
async def test_a_name_is_never_a_path(
    acme: Workspace, company: str, settings: Settings, sent: str, kept: str | None
) -> None:
    before = set(settings.files_dir.rglob("*"))
    file = await upload(acme, company, sent)
    assert "/" not in file["name"]
    assert len(file["name"]) <= 200
    assert kept is None or file["name"] == kept
    made = {p for p in set(settings.files_dir.rglob("*")) - before if p.is_file()}
    assert [p.name for p in made] == [file["id"].replace("-", "")]


async def test_a_binned_file_is_gone_until_it_is_taken_back(acme: Workspace, company: str) -> None:
    file = await upload(acme, company, "offer.pdf")
    path = f"{company}/attachments/{file['id']}"
    assert await acme.status("DELETE", path) == 204
    assert await acme.status("GET", path) == 404
    assert (await acme.get(f"{company}/attachments"))["items"] == []
    assert await acme.status("DELETE", path) == 404
    assert (await acme.post(f"{path}/restoration"))["name"] == "offer.pdf"
    assert await acme.status("GET", path) == 200


async def test_files_of_another_workspace_or_record_are_not_found(
    acme: Workspace, globex: Workspace, company: str
) -> None:
    file = await upload(acme, company, "offer.pdf")
    other = await acme.create("companies", name="Other")
    theirs = await globex.create("companies", name="Theirs")
    for member, path in (
        (globex, f"{company}/attachments/{file['id']}"),
        (globex, f"companies/{theirs['id']}/attachments/{file['id']}"),
        (acme, f"companies/{other['id']}/attachments/{file['id']}"),
    ):
        assert await member.status("GET", path) == 404
        assert await member.status("DELETE", path) == 404
    answer = await globex.request("POST", f"{company}/attachments", files={"file": ("x.txt", b"x")})
    assert answer.status_code == 404
    assert len((await acme.get(f"{company}/attachments"))["items"]) == 1


async def test_who_may_not_edit_adds_no_file(acme: Workspace, company: str) -> None:
    vera = await acme.member("viewer", "Vera")
    answer = await vera.request("POST", f"{company}/attachments", files={"file": ("x", b"x")})
    assert answer.status_code == 403
    file = await upload(acme, company, "offer.pdf")
    assert await vera.status("GET", f"{company}/attachments/{file['id']}") == 200
    assert await vera.status("DELETE", f"{company}/attachments/{file['id']}") == 403


async def test_what_is_no_file_or_too_large_is_refused(
    acme: Workspace, company: str, settings: Settings
) -> None:
    path = f"{company}/attachments"
    assert await acme.status("POST", path, json={"file": "x"}) == 422
    assert await acme.status("POST", path, files={"a": ("a", b"1"), "b": ("b", b"2")}) == 422
    huge = b"x" * (settings.max_file_bytes + 100_000)
    assert await acme.status("POST", path, files={"file": ("big.bin", huge)}) == 413
    assert (await acme.get(path))["items"] == []
    assert kept(settings, "*.part") == []


def kept(settings: Settings, pattern: str) -> list[str]:
    return [path.name for path in settings.files_dir.rglob(pattern)]
