"""What a made-up firm consists of, before any table knows of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

POOLED: Final = 5


@dataclass(slots=True)
class Person:
    """Someone who signs in; the same address is the same person in every workspace."""

    email: str
    name: str
    language: str
    time_zone: str


@dataclass(slots=True)
class Team:
    """A node of the tree of teams; parents come before their children."""

    id: UUID
    name: str
    parent_id: UUID | None


@dataclass(slots=True)
class Member:
    """A person's place in the workspace."""

    id: UUID
    person: Person
    role: str
    team_id: UUID | None
    created_at: datetime


@dataclass(slots=True)
class Company:
    """A customer; `short` is what the reps call it."""

    id: UUID
    name: str
    short: str
    domain: str
    industry: str
    city: str
    country: str
    street: str
    phone: str | None
    owner: Member
    tags: tuple[str, ...]
    created_at: datetime

    @property
    def is_pooled(self) -> bool:
        """Every eighth customer waits for somebody to take it."""
        return self.id.int % 8 == POOLED


@dataclass(slots=True)
class Contact:
    """A person at a customer; the first company is where they work."""

    id: UUID
    name: str
    called: str
    title: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    wechat: str | None
    telegram: str | None
    companies: tuple[Company, ...]
    owner: Member
    tags: tuple[str, ...]
    created_at: datetime


@dataclass(slots=True)
class Activity:
    """Something that happened with a customer, in the words of the rep."""

    id: UUID
    kind: str
    text: str
    happened_at: datetime
    outcome: str
    next_step: str | None
    next_at: datetime | None
    author: Member
    company: Company
    contacts: tuple[Contact, ...]
    created_at: datetime


@dataclass(slots=True)
class Task:
    """Something somebody has to do, perhaps done."""

    id: UUID
    title: str
    due_at: datetime
    done_at: datetime | None
    owner: Member
    company: Company
    contact: Contact | None
    created_at: datetime
