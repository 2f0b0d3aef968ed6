"""Knowledge that comes by itself, for an open deal, with what there is to say about it."""

from bots.core.knowing import votes
from bots.core.reminding import tells
from bots.core.talk import Talk
from crm.knowledge.spreading.service import PUSHED
from kernel.i18n import _
from tenants.notifications.service import Notice


@tells(PUSHED)
def tell(talk: Talk, notice: Notice) -> None:
    """What fits a deal, and whether it helped."""
    lead = _("%(workspace)s: %(text)s", workspace=talk.principal.workspace, text=notice.title)
    lines = [line for line in (lead, notice.body) if line]
    said = talk.button("knowledge_said", _("I said this"), item=notice.record_id, deal=None)
    talk.say("\n".join(lines), actions=[said, *votes(talk, notice.record_id)])
