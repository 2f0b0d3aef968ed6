"""The pipeline as a picture: drawn by the worker, with its words beside it."""

import subprocess
import sys
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from chatting import button, press, say, work

from kernel import clock

PNG = b"\x89PNG"


async def drawn(worker, member, many=1):
    rows = await worker.pool.fetch(
        "SELECT convert_from(payload, 'utf8') AS told FROM queue.pgqueuer WHERE entrypoint ="
        " 'chat.draw' AND headers->>'tenant' = $1 ORDER BY id",
        member.workspace_id,
    )
    assert len(rows) == many
    for row in rows:
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


@pytest.mark.parametrize(("weekday", "pictures"), [(0, 2), (1, 0)], ids=["Monday", "Tuesday"])
async def test_the_week_begins_with_pictures(acme, phone, link, monkeypatch, weekday, pictures):
    amount = {"amount_minor": 1_250_000, "currency": "USD"}
    await acme.create("deals", name="Pumps", amount=amount)
    await link(acme.owner, phone)
    berlin = ZoneInfo("Europe/Berlin")
    today = datetime.now(berlin).date()
    day = today - timedelta(days=today.weekday() + 7 - weekday)
    morning = datetime.combine(day, time(9), berlin)
    await acme.create("tasks", title="Send the quote", due_at=morning.isoformat())
    with monkeypatch.context() as then:
        then.setattr(clock, "now", lambda: morning)
        await work(phone.worker, "digest.tell", {}, acme.workspace_id)
    await drawn(phone.worker, acme, pictures)
    plan, *sent = await phone.settle()
    assert "Send the quote" in plan["text"]
    # No target is set, and of nothing no picture is drawn.
    assert [("1 deal" in one["caption"], one["method"]) for one in sent] == (
        [(True, "sendPhoto")] if pictures else []
    )


def test_who_serves_pages_never_loads_the_drawing_library():
    loaded = "import sys, app.main; from app.composition import compose; compose(); "
    code = f"{loaded} assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
