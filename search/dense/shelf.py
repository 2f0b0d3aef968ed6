"""The models of one embedder: its own, and for a while the one before it."""

import logging
import time
from typing import Final

from search.dense.encoder import Encoder
from search.dense.models import model_named

# Without a question for so long, the model before gives its memory back.
UNUSED_SECONDS: Final = 900.0

logger = logging.getLogger(__name__)


class Shelf:
    """Used by the embedder's one thread; another model is loaded when it is first asked for."""

    def __init__(self, encoder: Encoder) -> None:
        self._own = encoder
        self._before: Encoder | None = None
        self._used = 0.0
        self._gone: set[str] = set()

    @property
    def own(self) -> str:
        return self._own.model.id

    def take(self, name: str) -> Encoder | None:
        """The model of this name; None where it is no longer on this machine."""
        now = time.monotonic()
        if name == self.own:
            if self._before is not None and now - self._used > UNUSED_SECONDS:
                self._before = None
            return self._own
        if name in self._gone:
            return None
        self._used = now
        if self._before is None or self._before.model.id != name:
            self._before = self._load(name)
        return self._before

    def _load(self, name: str) -> Encoder | None:
        """Never from the network: whoever changed the model waits for no download of the old."""
        try:
            return Encoder(model_named(name), fetch=False)
        except Exception as error:  # noqa: BLE001 -- whatever is wrong, its leg is left out
            logger.warning("the model %s is gone (%s)", name, type(error).__name__)
            self._gone.add(name)
            return None
