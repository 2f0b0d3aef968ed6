"""Files sent to records."""

from typing import Any


async def upload(member: Any, path: str, name: str, content: bytes = b"hello") -> Any:
    """The file as it was kept; fails unless it was."""
    answer = await member.request("POST", f"{path}/attachments", files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    return answer.json()
