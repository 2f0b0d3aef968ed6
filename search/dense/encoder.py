"""The model at work, in the one process that has it in memory."""

import math
import os
from typing import Any

import msgspec

from search.dense.models import Model
from search.model import DIMS


class WrongModel(RuntimeError):
    """The configured model cannot be used here; the message says what to change."""


class Meaning(msgspec.Struct, frozen=True):
    """A unit vector as little-endian floats, None if the model gave none; and how much of the
    text it had no word for (0 to 1)."""

    vector: bytes | None
    unknown: float


class Encoder:
    """Loads once (seconds, hundreds of megabytes); not for the web processes."""

    def __init__(self, model: Model) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        if os.path.isdir(model.place):  # noqa: PTH112 -- a hub name is no path
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch  # noqa: PLC0415 -- ten seconds that nobody else shall wait
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

        disable_progress_bar()
        torch.set_num_threads(1)
        self.model = model
        self._net: Any = SentenceTransformer(model.place, device="cpu", trust_remote_code=False)
        self._net.max_seq_length = min(self._net.max_seq_length or model.max_tokens, model.max_tokens)
        dims = self._net.get_embedding_dimension()
        if dims != DIMS:
            raise WrongModel(
                f"{model.id} makes vectors of {dims} numbers, the index holds {DIMS}."
                f" Set GUANXI_EMBEDDING_MODEL to a model with {DIMS}."
            )

    def queries(self, texts: list[str]) -> list[Meaning]:
        return self._encode(texts, self.model.query_prefix)

    def passages(self, texts: list[str]) -> list[Meaning]:
        return self._encode(texts, self.model.passage_prefix)

    def _encode(self, texts: list[str], prefix: str) -> list[Meaning]:
        vectors = self._net.encode(
            [prefix + text for text in texts],
            normalize_embeddings=True,
            batch_size=len(texts),
            show_progress_bar=False,
        )
        return [
            Meaning(_sound(vector), self._unknown(text))
            for text, vector in zip(texts, vectors, strict=True)
        ]

    def _unknown(self, text: str) -> float:
        tokenizer = self._net.tokenizer
        ids = tokenizer.encode(text, add_special_tokens=False, truncation=True, max_length=256)
        if not ids or tokenizer.unk_token_id is None:
            return 0.0
        return sum(i == tokenizer.unk_token_id for i in ids) / len(ids)


def _sound(vector: Any) -> bytes | None:
    """A vector that is no direction (zero, not a number) finds nothing: better none."""
    length = math.sqrt(float((vector * vector).sum()))
    if not math.isfinite(length) or length < 0.5:  # noqa: PLR2004 -- unit length, or broken
        return None
    return bytes(vector.astype("<f4").tobytes())
