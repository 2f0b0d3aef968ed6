"""What is said in passing: yes and no to the card on the table, and thanks."""

from typing import Final

from bots.core import drafts
from bots.core.cards import show
from bots.core.steps import BUTTONS
from bots.core.talk import Pressed, Talk
from bots.parsing.parts import MOST
from kernel.i18n import _
from kernel.ids import uuid7

YES: Final = frozenset(
    "ok okay k yes yep yeah sure save 好 好的 好滴 是 是的 对 对的 嗯 嗯嗯 行 可以 保存 存".split()
) | {"save it", "yes please"}
NO: Final = frozenset("no nope 不 不是 不要 不用 不用了 先不用 暂时不用 算了 不保存".split()) | {
    "not now",
    "never mind",
    "no thanks",
}
THANKS: Final = frozenset("thanks thx cheers 谢谢 谢谢你 多谢 谢了 辛苦了".split()) | {"thank you"}


async def answered(talk: Talk, text: str) -> bool:
    """Whether it was no more than that; the cards of the last minutes are meant by it."""
    said = " ".join(text.casefold().split()).rstrip(".!。！~～")
    if said in THANKS:
        talk.say(_("You are welcome."))
    elif said in YES:
        await _each(talk, "save", _("All right. What happened? One sentence is enough."))
    elif said in NO:
        await _each(talk, "cancel", _("All right."))
    else:
        return False
    return True


async def _each(talk: Talk, kind: str, nothing: str) -> None:
    """As if the button had been pressed under each; an older card is shown once more."""
    for number in range(MOST):
        draft = await drafts.just_begun(talk)
        if draft is None:
            if number == 0:
                await _older(talk, kind, nothing)
            return
        pressed = Pressed(id=uuid7(), kind=kind, draft_id=draft.id)
        await BUTTONS[kind].handler(talk, pressed)
        if (await drafts.hold(talk, draft.id)).state == "open":
            return


async def _older(talk: Talk, kind: str, nothing: str) -> None:
    draft = await drafts.last_open(talk) if kind == "save" else None
    if draft is None:
        talk.say(nothing)
    else:
        show(talk, draft, _("This is still open. Shall I save it?"))
