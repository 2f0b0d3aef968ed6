"""What stands in a record's files is found by whoever sees the record, and by nobody else."""

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from uploading import upload
from world import Workspace

from search.files.reading import kind_of, read_text

pytestmark = pytest.mark.anyio

SAID = "The zeppelin warranty is five years"


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def docx() -> bytes:
    document = Document()
    document.add_paragraph(SAID)
    return saved(document)


def pptx() -> bytes:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = SAID
    return saved(show)


def xlsx() -> bytes:
    book = Workbook()
    book.active.append(["Term", SAID])
    return saved(book)


def eml() -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "Offer"
    mail.set_content(f"<p>{SAID}</p>", subtype="html")
    return bytes(mail)


def pdf() -> bytes:
    drawn = f"BT /F1 12 Tf 72 720 Td ({SAID}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content = b"%PDF-1.4\n"
    for number, part in enumerate(parts, 1):
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    return content + b"trailer << /Root 1 0 R /Size 6 >>\nstartxref\n0\n%%EOF\n"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("terms.pdf", pdf),
        ("terms.docx", docx),
        ("terms.pptx", pptx),
        ("terms.xlsx", xlsx),
        ("terms.eml", eml),
        ("terms.html", f"<script>x()</script><p>{SAID}</p>".encode),
        ("terms.txt", SAID.encode),
    ],
)
async def test_files_of_each_kind_are_read(
    tmp_path: Path, name: str, made: Callable[[], bytes]
) -> None:
    (tmp_path / name).write_bytes(made())
    text = await read_text(tmp_path / name, kind_of(name))
    assert SAID in text
    assert "x()" not in text


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 250_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "made"),
    [("bomb.docx", bomb), ("lie.pdf", lambda: b"%PDF nothing"), ("lie.xlsx", lambda: b"PK\3\4")],
)
async def test_a_file_that_lies_or_bursts_is_passed_over(
    tmp_path: Path, name: str, made: Callable[[], bytes]
) -> None:
    (tmp_path / name).write_bytes(made())
    assert await read_text(tmp_path / name, kind_of(name)) == ""


async def test_a_file_is_found_with_its_record_until_either_is_binned(
    acme: Workspace, globex: Workspace, work: Any
) -> None:
    company = await acme.create("companies", name="Crestline Shipyard Ltd")
    path = f"companies/{company['id']}"
    file = await upload(acme, path, "terms.txt", SAID.encode())
    await work()
    await acme.edit(path, name="Crestline Yards Ltd")
    rep = await acme.member("rep")

    async def found(member: Any) -> list[tuple[str, str]]:
        results = (await member.get("search", q="zeppelin warranty"))["results"]
        return [(one["record"]["title"], one["file"]) for one in results]

    assert await found(acme) == [("Crestline Yards Ltd", "terms.txt")]
    assert await found(rep) == await found(globex) == []
    said = await acme.post("search/answers", question="How long is the warranty of the zeppelin?")
    assert said["answer"]["citations"][0]["sentence"] == SAID
    assert await acme.status("DELETE", f"{path}/attachments/{file['id']}") == 204
    assert await found(acme) == []
    await acme.post(f"{path}/attachments/{file['id']}/restoration")
    assert await acme.status("DELETE", path) == 204
    await work()
    assert await found(acme) == []
    await acme.post(f"{path}/restoration")
    await work()
    assert await found(acme) == [("Crestline Yards Ltd", "terms.txt")]
