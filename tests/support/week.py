"""A rep's week in a chat: logging, a reminder, briefing, asking, a deal, a claim."""

from dataclasses import dataclass
from typing import Any, Protocol

from pooling import pool_of, pooled
from world import Workspace

from kernel import clock


class Voice(Protocol):
    """A chat as a rep has it; every answer is all that is read on the screen."""

    async def say(self, text: str) -> str: ...

    async def press(self, label: str) -> str:
        """The first button whose label has these words, under the last answer."""
        ...

    async def told(self, task: dict[str, Any]) -> str:
        """The reminder of a task that is due."""
        ...


@dataclass(frozen=True)
class Words:
    """What is said in a language, what is pressed, and what stands in the answers."""

    language: str
    customer: str
    visit: str
    understood: tuple[str, ...]
    save: str
    saved: str
    open_deal: str
    step: str
    done: str
    result: str
    noted: str
    objection: str
    question: str
    deals: str
    stage: str
    moved: str
    signed: str
    amount: str
    won: str
    well_done: str
    lying: str
    pool: str
    claim: str
    mine: str
    today: str
    free: str


ENGLISH = Words(
    language="en",
    customer="Hualian Pumps",
    visit="visited Hualian, want 20 pumps for 120k, price too high, send quote Friday 3pm",
    understood=("Hualian Pumps", "Visit", "$120,000", "3:00", "send quote"),
    save="Save",
    saved="I will remind you on Fri",
    open_deal="Open a deal: $120,000",
    step="send quote",
    done="Done",
    result="sent, they decide on Monday",
    noted="Noted with “send quote”",
    objection="price too high",
    question="/ask What did Hualian say about the price?",
    deals="/deals",
    stage="→ Quote",
    moved="is now in the stage “Quote”",
    signed="Hualian signed, 180k",
    amount="$180,000",
    won="won",
    well_done="Well done",
    lying="Crestline",
    pool="/pool",
    claim="Claim: Crestline",
    mine="Crestline is yours now",
    today="/today",
    free="Nothing is due today",
)
CHINESE = Words(
    language="zh_CN",
    customer="华联机械有限公司",
    visit="拜访华联，要20台泵，12万，嫌贵，周五下午3点发报价",
    understood=("华联机械有限公司", "拜访", "120,000", "15:00", "下一步：发报价"),
    save="保存",
    saved="提醒您。",
    open_deal="新建商机",
    step="发报价",
    done="完成",
    result="已发，周一给答复",
    noted="结果已记入“发报价”",
    objection="嫌贵",
    question="/问 华联嫌贵吗？",
    deals="商机",
    stage="→ 报价",
    moved="已进入“报价”阶段",
    signed="华联签了，18万",
    amount="180,000",
    won="赢单",
    well_done="干得漂亮",
    lying="江南船厂",
    pool="公海",
    claim="领取：江南船厂",
    mine="“江南船厂”现在由您负责了",
    today="今天",
    free="今天没有要办的任务",
)


async def play(acme: Workspace, rep: Any, voice: Voice, words: Words) -> None:
    """From Monday's visit to Friday's claim; whatever was agreed to is stored."""
    pool = await pool_of(acme)
    lying = await pooled(acme, pool, words.lying)
    await rep.create("companies", name=words.customer)

    card = await voice.say(words.visit)
    assert [fact for fact in words.understood if fact not in card] == []
    assert words.saved in await voice.press(words.save)
    assert words.customer in await voice.press(words.open_deal)

    [task] = (await rep.get("tasks"))["items"]
    await rep.edit(f"tasks/{task['id']}", due_at=clock.now().isoformat())
    reminder = await voice.told(task)
    assert (words.step in reminder, words.customer in reminder) == (True, True)
    await voice.press(words.done)
    assert words.noted in await voice.say(words.result)
    task = await rep.get(f"tasks/{task['id']}")
    assert (task["status"], task["result"]) == ("done", words.result)

    assert words.objection in await voice.say(f"/brief {words.customer}")
    assert "[1]" in await voice.say(words.question)

    assert words.customer in await voice.say(words.deals)
    await voice.press(words.customer)
    assert words.moved in await voice.press(words.stage)
    await voice.say(words.signed)
    await voice.press(words.save)
    await voice.press(words.amount)
    assert words.well_done in await voice.press(words.won)
    [deal] = (await rep.get("deals"))["items"]
    assert (deal["status"], deal["amount"]["amount_minor"]) == ("won", 18_000_000)

    await voice.say(words.pool)
    assert words.mine in await voice.press(words.claim)
    assert (await rep.get(f"companies/{lying}"))["name"] == words.lying
    assert words.free in await voice.say(words.today)
