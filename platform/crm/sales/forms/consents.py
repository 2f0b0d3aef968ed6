"""What those who became leads by a form agreed to."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from kernel.transaction import UnitOfWork

_OF_LEAD = """
SELECT s.form_id, f.name AS form, s.at, s.campaign, s.consent_text, s.consent_version
FROM form_submission s JOIN lead_form f ON f.tenant_id = $1 AND f.id = s.form_id
WHERE s.tenant_id = $1 AND s.lead_id = $2 ORDER BY s.tenant_id, s.at DESC LIMIT 100
"""


class Submission(msgspec.Struct, kw_only=True):
    """By which form, when, and the wording that was agreed to; without one none was asked for."""

    form_id: UUID
    form: str
    at: datetime
    campaign: str
    consent_text: str
    consent_version: int | None


async def submissions(uow: UnitOfWork, lead_id: UUID) -> list[Submission]:
    """Of a lead that the principal has been shown."""
    rows: list[Any] = await uow.fetch(_OF_LEAD, uow.tenant_id, lead_id)
    return [Submission(**dict(row)) for row in rows]
