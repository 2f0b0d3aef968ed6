"""What works where: shown by the page, stated on paper, and the same."""

from app.composition import compose
from bots.channels.table import headings, table
from kernel.i18n import use
from tests.layout.sources import ROOT


def test_the_paper_says_what_the_page_shows():
    paper = (ROOT / "deploy" / "channels.md").read_text()
    compose()
    with use("en"):
        rows = [["Network", *headings()]]
        rows += [[row.label, *row.cells] for row in table()]
    for cells in rows:
        assert f"| {' | '.join(cells)} |" in paper
    assert paper.count("\n| ") == len(rows) + 1


async def test_every_member_sees_what_works_and_an_administrator_what_to_do(acme, http):
    rita = await acme.member("rep", "Rita")
    for member, sees in ((acme.owner, True), (rita, False)):
        headers = {"Cookie": f"__Host-session={member.token}", "Accept-Language": "en"}
        page = await http.get(f"/{acme.slug}/settings/channels", headers=headers)
        assert "up to 12" in page.text
        assert ("not connected" in page.text) is sees
        one = await http.get(f"/{acme.slug}/settings/channels/line", headers=headers)
        assert one.status_code == (200 if sees else 404)
        assert (
            await http.get(f"/{acme.slug}/settings/channels/irc", headers=headers)
        ).status_code == 404
