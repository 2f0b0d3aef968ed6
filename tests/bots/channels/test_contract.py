"""What every network keeps to: who knocks, who writes, what is shown, what is refused."""

from datetime import timedelta

from networks.kit import Answered

from kernel import clock

# Fit for the names of files in all networks.
PHOTO = "900100200300"


async def test_a_bot_is_connected_by_its_own_network_and_for_one_workspace(person, acme, globex):
    shown = await person.connect(acme)
    assert "Nothing has arrived yet" in shown
    kept = await person.worker.pool.fetch("SELECT sealed FROM bot_account")
    assert person.kit.SECRET not in str(kept) + shown
    assert "another workspace" in await person.browse(globex.owner, **person.kit.secrets)
    person.server.instead.append(person.kit.stranger())
    assert "does not know these credentials" in await person.browse(acme.owner, "/check")
    assert "answers" in await person.browse(acme.owner, "/check")
    rita = await acme.member("rep", "Rita")
    assert "not permit" in await person.browse(rita, **person.kit.secrets)


async def test_the_network_asks_for_the_address_and_is_answered(connected, acme):
    page = await connected.browse(acme.owner, "/check")
    method, query, call, wanted = connected.kit.greeting(page)
    content, headers = (call.content, call.headers) if call else (b"", {})
    answer = await connected.http.request(
        method, f"{connected.path}?{query}", content=content, headers=headers
    )
    assert answer.status_code == 200
    assert (answer.json() if isinstance(wanted, dict) else answer.text) == wanted


async def test_what_is_forged_or_old_is_refused_and_what_is_repeated_counts_once(connected):
    event = connected.kit.text("today")
    assert (await connected.deliver(event, secret="5ec3e7" * 4)).status_code == 401
    assert (await connected.http.post(connected.path, content=b"{}")).status_code == 401
    lost = connected.path[:-4] + "xxxx"
    assert (await connected.http.post(lost, content=b"{}")).status_code == 404
    old = await connected.deliver(event, ago=8 * 24 * 3_600)
    assert old.status_code == (401 if connected.kit.dated else 200)
    assert await connected.settle() == []
    for _again in range(3):
        assert (await connected.deliver(event)).status_code == 200
    assert len(await connected.settle()) == 1


async def test_nonsense_is_accepted_and_does_nothing(connected):
    for nonsense in ([], "message", {"events": [7], "entry": [7], "event": 7, "type": 7}, {}):
        assert (await connected.deliver(nonsense)).status_code == 200
    assert "not linked" in (await connected.say("today"))[0].text


async def test_a_chat_is_linked_by_a_code_and_logs_a_visit(connected, acme, globex):
    await acme.create("companies", name="Hualian <Pumps> & *Co*")
    for guess in ("bind 2345-6789", "/bind x"):
        assert "spent" in (await connected.say(guess))[0].text
    await connected.bind(acme.owner)
    [card] = await connected.say("visited Hualian, wants 20 pumps, send quote Friday 3pm")
    assert "Hualian <Pumps> & *Co*" in card.text
    [saved] = await connected.press("Save", card)
    assert "Saved in Acme" in saved.text
    [activity] = (await acme.get("activities"))["items"]
    assert activity["text"].startswith("visited Hualian")
    await connected.browse(acme.owner, "/release")
    assert "not linked" in (await connected.say("today"))[0].text


async def test_five_wrong_codes_are_enough(connected, acme):
    for _guess in range(5):
        await connected.say("bind 2345-6789")
    assert "quarter of an hour" in (await connected.say("bind 2345-6789"))[0].text


async def test_a_photo_is_fetched_and_kept_beside_the_visit(linked, acme):
    linked.server.files[PHOTO] = b"\x89PNG\r\n"
    await linked.say("visited Northwind Ltd")
    assert (await linked.deliver(linked.kit.photo(PHOTO))).status_code == 200
    [card] = await linked.settle()
    await linked.fetch()
    await linked.press("Save", card)
    [activity] = (await acme.get("activities"))["items"]
    [kept] = (await acme.get(f"activities/{activity['id']}/attachments"))["items"]
    assert kept["size"] == 6


async def test_what_the_network_refuses_is_understood_and_no_secret_is_told(linked, acme, capsys):
    linked.server.instead.append(linked.kit.busy())
    await linked.say("/find number 1")
    due = (await linked.deliveries("due_at"))[-1]
    assert timedelta(seconds=20) < due - clock.now() < timedelta(seconds=40)
    await linked.hasten()
    assert "number 1" in (await linked.settle())[0].text
    linked.server.instead.append(Answered(b"<html>", 502))
    await linked.say("/find number 2")
    assert (await linked.deliveries())[-1] == "waiting"
    await linked.hasten()
    await linked.settle()
    linked.server.instead.append(linked.kit.refuses())
    await linked.say("/me")
    assert (await linked.deliveries())[-1] == "blocked"
    # Those who lend tokens are asked for another one first.
    linked.server.instead.extend([linked.kit.stranger()] * 3)
    assert (await linked.say("/me")) == []
    linked.server.instead.clear()
    told = str(await linked.deliveries("last_error || payload::text"))
    told += "".join(capsys.readouterr())
    assert linked.kit.SECRET not in told
    await linked.hasten()
    assert "Acme" in (await linked.say("/me"))[-1].text
