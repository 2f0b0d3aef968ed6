"""The embedder as it runs: a process of its own, which ends with its parent."""

import asyncio
from pathlib import Path

import pytest

from search.dense.client import Absent, Embedding
from search.dense.models import BUNDLED, MAX_UNKNOWN, dense_is_possible, model_named
from search.dense.process import EmbedderProcess

pytestmark = pytest.mark.anyio


async def present(embedding: Embedding, seconds: float) -> bool:
    for _ in range(int(seconds * 10)):
        if embedding.present():
            return True
        await asyncio.sleep(0.1)
    return False


async def test_the_bundled_model_reads_english_and_leaves_chinese_to_the_words(
    tmp_path: Path,
) -> None:
    embedding = Embedding(tmp_path)
    process = EmbedderProcess(tmp_path, BUNDLED)
    process.start()
    try:
        assert await present(embedding, 90 if dense_is_possible() else 0.5) is dense_is_possible()
        if dense_is_possible():
            crane, gear, lunch = [
                memoryview(meaning.vector or b"").cast("f")
                for meaning in (
                    await embedding.passages(["They need a crane", "lifting gear", "had lunch"])
                ).meanings
            ]
            assert _cosine(crane, gear) > _cosine(crane, lunch)
            [chinese] = (await embedding.query("客户要求报价", seconds=10)).meanings
            assert chinese.unknown > MAX_UNKNOWN
            await _holds_two(embedding)
    finally:
        await asyncio.to_thread(process.stop)
    assert not embedding.present()
    with pytest.raises(Absent):
        await embedding.query("crane")


async def _holds_two(embedding: Embedding) -> None:
    """The same model by its folder is another one to us; a third is not on this machine."""
    own = await embedding.query("a crane", seconds=10)
    folder = model_named(BUNDLED).place
    other = await embedding.query("a crane", model=folder, seconds=60)
    assert (own.model, other.model) == (BUNDLED, folder)
    assert own.meanings == other.meanings
    with pytest.raises(Absent):
        await embedding.query("a crane", model="nobody/has-this", seconds=60)
    assert await embedding.query("a crane", seconds=10) == own


def _cosine(one: memoryview, other: memoryview) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
