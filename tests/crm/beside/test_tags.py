"""Tags: the firm's own words, and nobody else's."""

from world import Workspace


async def test_a_tag_is_made_put_on_and_filtered_by(acme: Workspace) -> None:
    tag = await acme.post("tags", 201, name=" VIP  customer ", color="amber")
    assert tag["name"] == "VIP customer"
    company = await acme.create("companies", name="Hualian")
    await acme.create("companies", name="Bakery")
    path = f"companies/{company['id']}/tags/{tag['id']}"
    assert await acme.status("PUT", path) == 204
    assert await acme.status("PUT", path) == 204
    assert (await acme.get(f"companies/{company['id']}"))["tags"] == [tag]
    found = await acme.get(
        "companies", filter=f'{{"field":"tags","op":"eq","value":"{tag["id"]}"}}'
    )
    assert [c["name"] for c in found["items"]] == ["Hualian"]
    assert await acme.status("DELETE", path) == 204
    assert (await acme.get(f"companies/{company['id']}"))["tags"] == []


async def test_the_same_word_is_not_made_twice(acme: Workspace) -> None:
    await acme.post("tags", 201, name="VIP")
    assert await acme.status("POST", "tags", json={"name": "vip"}) == 409
    assert len((await acme.get("tags"))["items"]) == 1


async def test_a_word_that_is_none_is_refused(acme: Workspace) -> None:
    for name in ("", "   ", "a\x00b", "x" * 41, "\u202e\u200b"):
        assert await acme.status("POST", "tags", json={"name": name}) == 422, repr(name)
    assert await acme.status("POST", "tags", json={"name": "ok", "color": "pink;"}) == 422


async def test_tags_do_not_cross_workspaces(acme: Workspace, globex: Workspace) -> None:
    tag = await acme.post("tags", 201, name="secret plan")
    assert (await globex.get("tags"))["items"] == []
    theirs = await globex.create("companies", name="Theirs")
    assert await globex.status("PUT", f"companies/{theirs['id']}/tags/{tag['id']}") == 404
    assert await globex.status("DELETE", f"tags/{tag['id']}") == 404
    assert await acme.status("PUT", f"companies/{theirs['id']}/tags/{tag['id']}") == 404
    assert (await globex.get(f"companies/{theirs['id']}"))["tags"] == []
    assert len((await acme.get("tags"))["items"]) == 1


async def test_only_the_workspaces_keepers_forget_a_tag(acme: Workspace) -> None:
    tag = await acme.post("tags", 201, name="VIP")
    company = await acme.create("companies", name="Hualian")
    await acme.request("PUT", f"companies/{company['id']}/tags/{tag['id']}")
    rita = await acme.member("rep", "Rita")
    assert await rita.status("DELETE", f"tags/{tag['id']}") == 403
    assert await acme.status("DELETE", f"tags/{tag['id']}") == 204
    assert (await acme.get(f"companies/{company['id']}"))["tags"] == []


async def test_a_tag_stands_in_the_history(acme: Workspace) -> None:
    tag = await acme.post("tags", 201, name="VIP")
    company = await acme.create("companies", name="Hualian")
    await acme.request("PUT", f"companies/{company['id']}/tags/{tag['id']}")
    (first, _created) = (await acme.get(f"companies/{company['id']}/history"))["items"]
    assert (first["action"], first["after"]) == ("tagged", {"tags": ["VIP"]})
