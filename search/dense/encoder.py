"""The model at work, in the one process that has it in memory."""

import math
import os
from typing import Any

import msgspec

from search.dense.models import MAX_UNKNOWN, Model
from search.model import DIMS


class WrongModel(RuntimeError):
    """The configured model cannot be used here; the message says what to change."""


class Meaning(msgspec.Struct, frozen=True):
    """A unit vector (floats, or None), and the share of words unknown to the model, 0 to 1."""

    vector: bytes | None
    unknown: float


class Encoder:
    """Loads once (seconds, hundreds of megabytes); not for the web processes."""

    def __init__(self, model: Model, *, fetch: bool = True) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("TQDM_DISABLE", "1")
        if os.path.isdir(model.place):  # noqa: PTH112 -- a hub name is no path
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch  # noqa: PLC0415 -- ten seconds that nobody else shall wait
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        torch.set_num_threads(1)
        self.model = model
        self._net: Any = SentenceTransformer(
            model.place, device="cpu", trust_remote_code=False, local_files_only=not fetch
        )
        self._net.max_seq_length = min(
            self._net.max_seq_length or model.max_tokens, model.max_tokens
        )
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
        """Texts in a script that the model does not know are not worth its time."""
        unknown = [self._unknown(text) for text in texts]
        readable = [i for i, share in enumerate(unknown) if share <= MAX_UNKNOWN]
        vectors: dict[int, bytes | None] = {}
        if readable:
            made = self._net.encode(
                [prefix + texts[i] for i in readable],
                normalize_embeddings=True,
                batch_size=len(readable),
                show_progress_bar=False,
            )
            vectors = {i: _sound(vector) for i, vector in zip(readable, made, strict=True)}
        return [Meaning(vectors.get(i), share) for i, share in enumerate(unknown)]

    def _unknown(self, text: str) -> float:
        tokenizer = self._net.tokenizer
        ids = tokenizer.encode(text, add_special_tokens=False, truncation=True, max_length=256)
        if not ids or tokenizer.unk_token_id is None:
            return 0.0
        return float(sum(i == tokenizer.unk_token_id for i in ids)) / len(ids)


def _sound(vector: Any) -> bytes | None:
    """A vector that is no direction (zero, not a number) finds nothing: better none."""
    length = math.sqrt(float((vector * vector).sum()))
    if not math.isfinite(length) or length < 0.5:  # noqa: PLR2004 -- unit length, or broken
        return None
    return bytes(vector.astype("<f4").tobytes())
