"""Whether a model reads what a workspace writes."""

from crm.knowledge.habits.service import habits
from kernel.transaction import UnitOfWork
from search.dense.models import Model


async def suits(uow: UnitOfWork, model: Model) -> bool:
    """Also where it is not known what it reads, or in which languages the firm writes."""
    written = (await habits(uow)).languages
    # zh_CN is read by a model for zh.
    return not (written and model.languages) or any(
        language.partition("_")[0] in model.languages for language in written
    )
