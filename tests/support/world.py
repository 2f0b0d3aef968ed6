"""A small fixed world: two firms, and the people in them, acting through HTTP."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

PASSWORD = "correct horse battery"


@dataclass
class Member:
    """Somebody signed in to a workspace; paths are relative to it."""

    http: httpx.AsyncClient
    slug: str
    token: str
    email: str
    workspace_id: str = ""
    role: str = "owner"

    async def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Any request, absolute where it starts with a slash."""
        url = path if path.startswith("/") else f"/api/v1/{self.slug}/{path}"
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return await self.http.request(method, url, headers=headers, **options)

    async def get(self, path: str, **params: Any) -> Any:
        """What is there; fails unless it is."""
        answer = await self.request("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def status(self, method: str, path: str, **options: Any) -> int:
        """Only how it went."""
        return (await self.request(method, path, **options)).status_code

    async def create(self, plural: str, **fields: Any) -> Any:
        """A new record; fails unless it was made."""
        answer = await self.request("POST", plural, json=fields)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def edit(self, path: str, **fields: Any) -> Any:
        """A changed record; fails unless it was."""
        answer = await self.request("PATCH", path, json=fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, expected: int = 200, **fields: Any) -> Any:
        """What a state change answers."""
        answer = await self.request("POST", path, json=fields or None)
        assert answer.status_code == expected, answer.text
        return answer.json() if answer.content else None


@dataclass
class Workspace:
    """A firm; its owner acts where nobody else is named."""

    owner: Member
    people: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.owner, name)

    async def member(self, role: str, name: str = "") -> Member:
        """Invite somebody and let them accept; the same name is the same person."""
        key = name or role
        if key not in self.people:
            self.people[key] = await join(self.owner, role, name or role.title())
        return self.people[key]


async def open_workspace(http: httpx.AsyncClient, company: str, **options: Any) -> Workspace:
    """Sign up as a new person with a new firm."""
    email = f"{company.lower()}-{uuid4().hex[:10]}@example.com"
    answer = await http.post(
        "/api/v1/signup",
        json={
            "email": email,
            "password": PASSWORD,
            "company": company,
            "language": "en",
            "time_zone": "Europe/Berlin",
            **options,
        },
    )
    assert answer.status_code == 201, answer.text
    body = answer.json()
    made = body["workspace"]
    return Workspace(Member(http, made["slug"], body["token"], email, made["id"]))


async def join(owner: Member, role: str, name: str, **options: Any) -> Member:
    """A new person in the owner's workspace."""
    email = f"{name.lower()}-{uuid4().hex[:10]}@example.com"
    offer = await owner.request(
        "POST", "invitations", json={"email": email, "role": role, **options}
    )
    assert offer.status_code == 201, offer.text
    token = offer.json()["accept_url"].rsplit("/", 1)[1]
    accepted = await owner.http.post(
        f"/api/v1/invitations/{token}/acceptance", json={"name": name, "password": PASSWORD}
    )
    assert accepted.status_code == 201, accepted.text
    return Member(owner.http, owner.slug, accepted.json()["token"], email, owner.workspace_id, role)
