"""The chat in the browser: said in a form, pressed as a button, read again."""

import html
import re

from chatting import say


class Browser:
    """A member's browser: a cookie, and the token of the last page."""

    def __init__(self, member):
        self.member, self.page = member, ""

    async def get(self, path=""):
        answer = await self.member.http.get(
            f"/{self.member.slug}/chat{path}", headers={"Cookie": self.cookie}
        )
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return html.unescape(answer.text)

    async def post(self, path="", *, partial=True, files=None, **fields):
        token = re.search(r'name="_csrf" value="([^"]+)"', self.page)[1]
        headers = {"Cookie": self.cookie, "X-CSRF-Token": token}
        if partial:
            headers |= {"HX-Request": "true", "HX-Request-Type": "partial"}
        return await self.member.http.post(
            f"/{self.member.slug}/chat{path}",
            data=fields,
            files=files,
            headers=headers,
        )

    @property
    def cookie(self):
        return f"__Host-session={self.member.token}"


async def test_a_sentence_is_logged_in_the_browser(acme):
    browser = Browser(acme.owner)
    assert "Tell me what happened" in await browser.get()
    answer = await browser.post(text="visited Northwind Ltd, wants 20 pumps")
    assert "Northwind Ltd" in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    action = re.search(rf"/{acme.slug}/chat/actions/[0-9a-f-]+(?=\")", answer.text)[0]
    pressed = await browser.post(action.partition("/chat")[2])
    assert "Saved in Acme" in pressed.text
    assert "Saved in Acme" in await browser.get()
    assert len((await acme.get("activities"))["items"]) == 1


async def test_without_scripts_the_page_comes_back(acme):
    browser = Browser(acme.owner)
    await browser.get()
    answer = await browser.post(partial=False, text="/help")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{acme.slug}/chat")


async def test_what_was_said_is_shown_as_text_and_never_as_markup(acme):
    await say(acme, "visited <b>Ltd</b> <script>alert(1)</script>, wants pumps")
    page = await acme.owner.http.get(
        f"/{acme.slug}/chat", headers={"Cookie": Browser(acme.owner).cookie}
    )
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


async def test_a_change_without_the_forms_token_is_refused(acme):
    answer = await acme.owner.http.post(
        f"/{acme.slug}/chat",
        data={"text": "hello"},
        headers={"Cookie": Browser(acme.owner).cookie},
    )
    assert answer.status_code == 403


async def test_earlier_messages_are_one_page_away(acme):
    for number in range(27):
        await say(acme, f"/find number {number}")
    browser = Browser(acme.owner)
    page = await browser.get()
    assert "number 0”" not in page
    before = re.search(r"\?before=[0-9a-f-]+", page)[0]
    assert "number 0”" in await browser.get(before)


async def test_a_photo_chosen_in_the_browser_goes_beside_the_note(acme):
    browser = Browser(acme.owner)
    await browser.get()
    await browser.post(text="visited Northwind Ltd, wants 20 pumps")
    photo = ("board <1>.png", b"\x89PNG\r\n", "image/png")
    added = await browser.post("/files", files={"file": photo})
    assert "Added to this card" in added.text
    assert "[board &lt;1&gt;.png]" in added.text
    assert 'id="chat-file"' in added.text
    save = re.findall(rf"/{acme.slug}/chat/actions/[0-9a-f-]+(?=\")", added.text)[0]
    await browser.post(save.partition("/chat")[2])
    [activity] = (await acme.get("activities"))["items"]
    [kept] = (await acme.get(f"activities/{activity['id']}/attachments"))["items"]
    assert (kept["name"], kept["size"]) == ("board <1>.png", 6)
    card = b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nTEL:+49 30 901820\nEND:VCARD"
    shown = await browser.post("/files", files={"file": ("ada.vcf", card)})
    assert "Ada Lovelace" in shown.text
    viewer = Browser(await acme.member("viewer", "Vera"))
    assert "chat/files" not in await viewer.get()
    assert (await viewer.post("/files", files={"file": photo})).status_code == 403
