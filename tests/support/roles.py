"""Roles as an administrator makes them, and the people who have them."""

from typing import Any

from world import Member, Workspace

WORKS = {"see": "shared", "create": "all", "edit": "shared", "delete": "shared", "export": "shared"}


async def role(acme: Workspace, name: str, *, expected: int = 201, **wish: Any) -> Any:
    """A role of the firm's own; by default that of a rep who may export."""
    body = {"name": name, "records": {"*": WORKS}, **wish}
    answer = await acme.request("POST", "roles", json=body)
    assert answer.status_code == expected, answer.text
    return answer.json()


async def hire(acme: Workspace, code: str, name: str) -> Member:
    """Somebody with that role."""
    return await acme.member(code, name)


async def ids_of(acme: Workspace) -> dict[str, str]:
    """The members' ids by their names."""
    return {m["name"]: m["id"] for m in (await acme.get("members"))["items"]}


async def put_in_team(acme: Workspace, name: str, team_id: str) -> None:
    """Move somebody to a team."""
    await acme.edit(f"members/{(await ids_of(acme))[name]}", team_id=team_id)
