"""Whatever a firm does with a customer, its owners are one line and it has one place."""

import asyncio
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pooling import ids_of, pool_of

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "release", "assign", "edit", "move", "delete", "restore"]),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=14,
)


class Firm:
    """Two reps, an owner and two pools; `do` is one deed of one of them, however it goes."""

    def __init__(self, people, members, pools, record):
        self.people, self.members, self.pools, self.record = people, members, pools, record

    async def do(self, deed, who):
        actor, boss, record = self.people[who], self.people[0], self.record
        pool, other = self.pools if who else reversed(self.pools)
        said = {"record_id": record, "reason": "whim"}
        match deed:
            case "claim":
                await actor.status("POST", f"pools/{pool}/claims", json={"record_id": record})
            case "release":
                await actor.status("POST", f"pools/{pool}/releases", json=said)
            case "assign":
                given = {"record_id": record, "member_id": self.members[who]}
                await boss.status("POST", f"pools/{pool}/assignments", json=given)
            case "move":
                moved = {"record_id": record, "pool_id": other}
                await boss.status("POST", f"pools/{pool}/moves", json=moved)
            case "edit":
                json = {"owner_id": self.members[who]}
                await boss.status("PATCH", f"companies/{record}", json=json)
            case "delete":
                await boss.status("DELETE", f"companies/{record}")
            case "restore":
                await boss.status("POST", f"companies/{record}/restoration")

    async def look(self):
        boss = self.people[0]
        await boss.status("POST", f"companies/{self.record}/restoration")
        holder = (await boss.get(f"companies/{self.record}"))["owner_id"]
        spans = (await boss.get(f"companies/{self.record}/owners"))["items"]
        for late, early in pairwise(spans):
            assert early["ended_at"] <= late["started_at"]
        assert [s["owner_id"] for s in spans if s["ended_at"] is None] == [holder] * bool(holder)
        places = [
            entry["record"]["id"]
            for pool in self.pools
            for entry in (await boss.get(f"pools/{pool}/entries"))["items"]
        ]
        assert places.count(self.record) == (0 if holder else 1)


async def test_one_line_of_owners_and_one_place_whatever_is_done(acme):
    rita, noor = await acme.member("rep", "Rita"), await acme.member("rep", "Noor")
    known = await ids_of(acme)
    mine = next(i for n, i in known.items() if n not in {"Rita", "Noor"})
    pools = [(await pool_of(acme))["id"] for _ in range(2)]
    loop = asyncio.get_running_loop()

    async def run(deeds):
        record = (await acme.create("companies", name="Hualian"))["id"]
        firm = Firm([acme.owner, rita, noor], [mine, known["Rita"], known["Noor"]], pools, record)
        for deed, who in deeds:
            await firm.do(deed, who)
        await firm.look()

    @settings(
        max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(DEEDS)
    def machine(deeds):
        asyncio.run_coroutine_threadsafe(run(deeds), loop).result()

    await asyncio.to_thread(machine)
