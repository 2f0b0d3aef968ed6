"""Thumbs up and down, kept with the question they were given for."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from crm.records.naming.folding import fold
from kernel import clock
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.principal import NOBODY, Principal
from kernel.texts import one_line
from kernel.transaction import UnitOfWork
from search.wanted import Wanted

_JUDGE = """
INSERT INTO search_judgement AS j (tenant_id, member_id, asked, record_id, question, answered,
    "right", at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, member_id, asked, record_id) DO UPDATE
SET "right" = excluded."right", answered = excluded.answered, at = excluded.at
"""


class Judging(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Whether `record_id` is what the question looked for; `answered` where it was cited."""

    question: Annotated[str, Meta(min_length=1, max_length=1_000)]
    record_id: UUID
    right: bool
    answered: bool = False


async def judge(uow: UnitOfWork, principal: Principal, judging: Judging) -> None:
    """Keep it; raises `NotFound` for a record out of sight."""
    await Wanted(about=judging.record_id).demand(uow, principal)
    question = one_line(judging.question)
    if not question:
        raise Invalid(fields={"question": _("Say what you looked for.")})
    if principal.member_id == NOBODY:
        return
    await uow.execute(
        _JUDGE,
        principal.tenant_id,
        principal.member_id,
        fold(question),
        judging.record_id,
        question,
        judging.answered,
        judging.right,
        clock.now(),
    )
