"""Knowledge that comes by itself, for an open deal, with what there is to say about it."""

from bots.core.knowing import votes
from bots.core.reminding import announce, tells
from bots.core.talk import Talk
from crm.knowledge.spreading.service import PUSHED
from kernel.i18n import _
from tenants.notifications.service import Notice


@tells(PUSHED)
def tell(talk: Talk, notice: Notice) -> None:
    """What fits a deal, and whether it helped."""
    said = talk.button("knowledge_said", _("I said this"), item=notice.record_id, deal=None)
    announce(talk, notice, [said, *votes(talk, notice.record_id)])
