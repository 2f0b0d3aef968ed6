"""Whether a model can be used here, and what it reads."""

import time

import msgspec

from search.dense.encoder import Encoder
from search.dense.models import MAX_UNKNOWN, Model

_TEXTS = {
    "English": "The customer wants a discount and asks when we can deliver.",
    "Chinese": "客户要求打折，问我们什么时候能交货。",
}
_TURNS = 8


class Tried(msgspec.Struct, frozen=True):
    """By language whether the model knows its script, and milliseconds for a short note."""

    model: str
    reads: dict[str, bool]
    ms: float


def tried(model: Model) -> Tried:
    """Loads it, from the network if need be; raises for one that does not fit."""
    encoder = Encoder(model)
    reads = {
        language: encoder.passages([text])[0].unknown <= MAX_UNKNOWN
        for language, text in _TEXTS.items()
    }
    begun = time.perf_counter()
    encoder.passages([_TEXTS["English"]] * _TURNS)
    return Tried(model.id, reads, round((time.perf_counter() - begun) * 1000 / _TURNS, 1))
