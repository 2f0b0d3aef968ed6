"""Speaking to the bot in the web chat, as a member does."""

from uuid import UUID

import msgspec
from world import Member, Workspace

from app.worker import perform
from kernel.database import Database
from kernel.jobs import JOBS
from kernel.transaction import UnitOfWork


async def say(member: Member | Workspace, text: str) -> list[dict]:
    """What the bot answers to a sentence."""
    return (await member.post("chat", text=text))["messages"]


async def press(member: Member | Workspace, action_id: str) -> list[dict]:
    """What the bot answers to a button."""
    return (await member.post(f"chat/actions/{action_id}"))["messages"]


def button(message: dict, kind: str, label: str = "") -> str:
    """The id of the first button of a kind."""
    return next(
        a["id"] for a in message["actions"] if a["kind"] == kind and a["label"].startswith(label)
    )


def kinds(message: dict) -> list[str]:
    """The kinds of a message's buttons."""
    return [action["kind"] for action in message["actions"]]


def field(message: dict, name: str) -> dict | None:
    """A field of the message's card."""
    return next((f for f in message["card"]["fields"] if f["name"] == name), None)


async def count(database: Database, workspace: str, table: str) -> int:
    """How many rows a workspace has, seen from behind."""
    uow = await UnitOfWork(database).begin(UUID(workspace))
    try:
        text = f"SELECT count(*) FROM {table} WHERE tenant_id = $1"
        return await uow.fetchval(text, uow.tenant_id)
    finally:
        await uow.finish(commit=False)


async def work(database: Database, name: str, payload: dict, workspace: str | None = None) -> None:
    """Run one job as the worker does: in its workspace, in transactions of its own."""
    headers = {"tenant": workspace} if workspace else {}
    await perform(database, JOBS[name], msgspec.json.encode(payload), headers)
