"""A role that the workspace made, or made its own version of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.errors import Conflict, Forbidden
from kernel.i18n import _
from kernel.model import Identified


class RoleInUse(Conflict):
    """Members without a role could do nothing, and nobody would know why."""

    def default(self) -> str:
        return _("Somebody has this role, or is invited to it. Give them another one first.")


class RoleChanged(Conflict):
    """Two who edit a role at once must not undo each other."""

    def default(self) -> str:
        return _("Somebody changed this role meanwhile. Look at it again, then save once more.")


class TooMuch(Forbidden):
    """Whoever could give more than they have would have everything."""

    def default(self) -> str:
        return _("You cannot give a role more than you may yourself.")


class KeptRole(Identified):
    """`rights` are `{"records": {type: {action: reach}}, "settings": [part], "teams": [id]}`.

    The type `*` is every; `teams` are those that the reach "named" names. `veils` says per type
    which fields are hidden or masked. The code of one of our own roles takes its place.
    """

    __tablename__ = "role"

    code: Mapped[str]
    name: Mapped[str]
    about: Mapped[str] = mapped_column(server_default="")
    rights: Mapped[dict[str, Any]]
    veils: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]

    __table_args__ = (UniqueConstraint("tenant_id", "code"),)
