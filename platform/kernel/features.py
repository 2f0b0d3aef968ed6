"""What is tried out: switched for the whole deployment, or for one workspace of it first."""

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Base
from kernel.principal import Principal


class Feature(Base):
    """How the deployment has it; one that nobody switched is as we deliver it."""

    __tablename__ = "feature"

    code: Mapped[str] = mapped_column(primary_key=True)
    is_on: Mapped[bool]
    changed_at: Mapped[datetime]


class Flag(msgspec.Struct, frozen=True):
    """One that can be switched; `usual` is how we deliver it."""

    code: str
    label: str
    about: str
    usual: bool = True


FLAGS: Final[dict[str, Flag]] = {}


def flag(code: str, label: str, about: str, *, usual: bool = True) -> Flag:
    """Say that there is one; whoever asks for it says so at import."""
    FLAGS[code] = one = Flag(code, label, about, usual)
    return one


def is_on(one: Flag, principal: Principal) -> bool:
    """The principal brought the switches along: no statement is made for it."""
    return principal.flags.get(one.code, one.usual)
