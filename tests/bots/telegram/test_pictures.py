"""The pipeline as a picture: drawn by the worker, with its words beside it."""

import subprocess
import sys

from chatting import button, press, say, work

PNG = b"\x89PNG"


async def drawn(worker, member):
    [row] = await worker.pool.fetch(
        "SELECT convert_from(payload, 'utf8') AS told FROM queue.pgqueuer WHERE entrypoint ="
        " 'chat.draw' AND headers->>'tenant' = $1 ORDER BY id DESC LIMIT 1",
        member.workspace_id,
    )
    import msgspec

    await work(worker, "chat.draw", msgspec.json.decode(row["told"]), member.workspace_id)


async def test_the_pipeline_comes_as_a_picture_with_a_caption(acme, phone, link):
    amount = {"amount_minor": 1_250_000, "currency": "USD"}
    await acme.create("deals", name="Pumps", amount=amount)
    await link(acme.owner, phone)
    [listed] = await phone.say("/deals")
    await phone.press("As a picture", listed)
    await drawn(phone.worker, acme)
    [sent] = await phone.settle()
    assert sent["method"] == "sendPhoto"
    assert sent["photo"].startswith(PNG)
    assert "1 deal" in sent["caption"]


async def test_a_picture_is_its_owners_alone(acme, globex, worker):
    await acme.create("deals", name="Pumps")
    [listed] = await say(acme, "/deals")
    await press(acme, button(listed, "picture"))
    await drawn(worker, acme)
    [told] = [m for m in (await acme.get("chat/messages"))["items"] if m["picture"]]
    path = f"chat/files/{told['picture']['id']}"
    rita = await acme.member("rep", "Rita")
    for member, expected in ((acme.owner, 200), (rita, 404), (globex.owner, 404)):
        headers = {"Cookie": f"__Host-session={member.token}"}
        answer = await member.http.get(f"/{member.slug}/{path}", headers=headers)
        assert answer.status_code == expected
        assert answer.content.startswith(PNG) is (expected == 200)


def test_who_serves_pages_never_loads_the_drawing_library():
    loaded = "import sys, app.main; from app.composition import compose; compose(); "
    code = f"{loaded} assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
