"""How processes ask the embedder: length-prefixed messages on a socket in the data folder."""

import asyncio
import tempfile
from hashlib import blake2b
from pathlib import Path
from typing import Literal

import msgspec

from search.dense.encoder import Meaning

MAX_MESSAGE = 16_000_000
_MAX_PATH = 100
_HEAD = 4


class Ask(msgspec.Struct, array_like=True):
    """Texts to be understood; a query goes before passages that wait.

    Without a `model` the embedder's own reads them, else that one or none.
    """

    kind: Literal["query", "passage"]
    texts: list[str]
    model: str = ""


class Answer(msgspec.Struct, array_like=True):
    """One meaning per text, by this model; none at all where the wanted model is gone."""

    model: str
    meanings: list[Meaning]


def socket_in(data_dir: Path) -> Path:
    """The embedder's door; only this account may use it. A socket's path must be short."""
    path = data_dir / "embedder.sock"
    if len(str(path)) <= _MAX_PATH:
        return path
    name = blake2b(str(path).encode(), digest_size=8).hexdigest()
    return Path(tempfile.gettempdir()) / f"guanxi-{name}" / "embedder.sock"


async def receive(reader: asyncio.StreamReader) -> bytes:
    size = int.from_bytes(await reader.readexactly(_HEAD))
    if size > MAX_MESSAGE:
        raise ConnectionError("a message larger than any of ours")
    return await reader.readexactly(size)


async def send(writer: asyncio.StreamWriter, message: Ask | Answer) -> None:
    data = msgspec.msgpack.encode(message)
    writer.write(len(data).to_bytes(_HEAD) + data)
    await writer.drain()
