"""What is exported can be opened, imported again, and is the same."""

import io

import openpyxl
from importing import bring_in
from surfer import Surfer
from world import Workspace


async def test_a_list_opens_in_excel_and_comes_back_with_its_formulas_harmless(
    acme: Workspace, globex: Workspace, work
) -> None:
    await acme.create(
        "contacts",
        name='=HYPERLINK("http://x.example")',
        emails=[{"value": "wang@x.example"}],
        phones=[{"value": "+49 30 1234567"}],
    )
    answer = await Surfer(acme.owner).fetch("contacts/export?form=xlsx")
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    header, line = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (header[1], line[1]) == ("Full name", '\'=HYPERLINK("http://x.example")')
    for content in (answer.content, (await Surfer(acme.owner).fetch("contacts/export")).content):
        done = await bring_in(acme.owner, work, content)
        assert done["counts"] == {"unchanged": 1}
        assert done["mapping"]["columns"][0] == "id"
    columns = ["" if c in {"id", "owner_id"} else c for c in done["mapping"]["columns"]]
    await bring_in(globex.owner, work, answer.content, columns=columns)
    (copied,) = (await globex.get("contacts"))["items"]
    assert copied["name"] == '=HYPERLINK("http://x.example")'
