"""The twin by itself, for trying everything by hand: `python -m stripe_twin.run --help`."""

import argparse
import asyncio

import httpx
from stripe_twin.post import SECRET
from stripe_twin.server import KEY, StripeTwin


async def stand(port: int, hook: str) -> None:
    """Serve, and bring every event to the other's door within a second."""
    twin = await StripeTwin().start(port)
    print(f"GUANXI_STRIPE_KEY={KEY} GUANXI_STRIPE_WEBHOOK_SECRET={SECRET}")
    print(f"GUANXI_STRIPE_API_URL={twin.url}")
    async with httpx.AsyncClient() as client:

        async def bring(body: bytes, headers: dict[str, str]) -> int:
            try:
                return (await client.post(hook, content=body, headers=headers)).status_code
            except httpx.HTTPError:
                return 0

        while True:
            await twin.post.bring(bring)
            await asyncio.sleep(0.3)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8420)
    parser.add_argument("--hook", default="http://127.0.0.1:8000/hooks/stripe")
    told = parser.parse_args()
    asyncio.run(stand(told.port, told.hook))
