"""What a firm sets up bears a name, which is made sound in one way, whatever it is the name of."""

import pytest

WISHES = {
    "routing-rules": {"method": "territory"},
    "score-rules": {"points": 5},
    "lead-forms": {},
    "pools": {"record_type": "lead"},
    "care-plans": {"cause": "silence", "days": 30},
}


@pytest.mark.parametrize("path", WISHES)
async def test_a_name_is_shown_without_what_hides_and_is_more_than_that(acme, path):
    await acme.post(path, 201, name="Key\u200b \u0007  leads\u202e", **WISHES[path])
    names = {one["name"] for one in (await acme.get(path))["items"]}
    assert "Key leads" in names
    assert await acme.status("POST", path, json={"name": "\u200b \u0007", **WISHES[path]}) == 422
