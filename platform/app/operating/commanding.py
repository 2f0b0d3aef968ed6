"""What is done to a workspace from the command line: as in the console, and in both audits."""

import getpass
import os
from typing import Any, Final

import msgspec

from app.console.people.service import Named
from app.console.work import Overlook
from app.console.workspaces.service import Act, act_upon
from app.console.workspaces.words import UNSAID
from app.operating.where import unknown
from kernel.addresses import canonical_or_none
from kernel.errors import NotFound

_KNOWN: Final = """
SELECT o.id, o.email FROM operator_account o WHERE o.email = $1 AND o.closed_at IS NULL
"""


class By(msgspec.Struct, frozen=True):
    """Who does it, as the command line says it, and why."""

    operator: str | None = None
    reason: str = ""

    @property
    def why(self) -> str:
        return self.reason or UNSAID


async def named(connection: Any, email: str | None) -> Named:
    """The operator of that address; without one, whoever is signed in to the machine."""
    if email is None:
        return Named(None, _of_machine())
    row = await connection.fetchrow(_KNOWN, canonical_or_none(email) or email)
    if row is None:
        raise NotFound(f"{email} is no operator. `guanxi operator list` shows them.")
    return Named(row["id"], row["email"])


async def do(overlook: Overlook, slug: str, deed: str, act: Act, by: By) -> dict[str, Any]:
    """Do it, and say what was done."""
    work = await overlook.begin()
    try:
        me = await named(work, by.operator)
        workspace = await work.fetchval("SELECT w.id FROM workspace w WHERE w.slug = $1", slug)
        if workspace is None:
            raise unknown(slug)
        said = await act_upon(work, me, workspace, deed, by.why, act)
        await work.finish(commit=True)
    finally:
        if not work.done:
            await work.finish(commit=False)
    return said


def _of_machine() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run as a number that has no name.
        return f"uid {os.getuid()}"
