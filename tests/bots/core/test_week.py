"""A rep's week in the chat of the browser."""

import chatting
import pytest
from week import CHINESE, ENGLISH, play


class Browser:
    """The web chat; a reminder stands in it when it is opened next."""

    def __init__(self, rep, database):
        self.rep, self.database, self.last = rep, database, []

    async def say(self, text):
        return self._read(await chatting.say(self.rep, text))

    async def press(self, label):
        actions = [action for message in self.last for action in message["actions"]]
        action = next(a for a in actions if label in a["label"])
        return self._read(await chatting.press(self.rep, action["id"]))

    async def told(self, task):
        await chatting.work(
            self.database, "task.remind", {"task_id": task["id"]}, self.rep.workspace_id
        )
        return self._read((await self.rep.get("chat/messages"))["items"][-1:])

    def _read(self, said):
        self.last = said
        cards = [message.get("card") or {"fields": []} for message in said]
        facts = [f"{f['label']}：{f.get('shown', '')}" for c in cards for f in c["fields"]]
        return "\n".join([*(message["text"] for message in said), *facts])


@pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])
async def test_a_week_in_the_browser(acme, database, words):
    rita = await acme.member("rep", "Rita")
    await rita.edit("/api/v1/me", language=words.language)
    await play(acme, rita, Browser(rita, database), words)
