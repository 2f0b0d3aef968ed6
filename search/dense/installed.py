"""The embedder and model of this installation, as the operator set them."""

from kernel.settings import Settings, load
from search.dense.client import Embedding
from search.dense.models import Model, model_named


class _Installed:
    def __init__(self) -> None:
        self._settings: Settings | None = None

    def use(self, settings: Settings) -> None:
        """The settings of the running process, which may differ from the environment's."""
        self._settings = settings

    @property
    def _current(self) -> Settings:
        if self._settings is None:
            self._settings = load()
        return self._settings

    @property
    def embedding(self) -> Embedding:
        return Embedding(self._current.data_dir)

    @property
    def model(self) -> Model:
        return model_named(self._current.embedding_model)


installed = _Installed()
