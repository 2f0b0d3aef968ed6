"""Files are kept where this run keeps its data."""

import pytest

from crm.records.beside import store
from kernel.settings import Settings


@pytest.fixture(autouse=True)
def _kept_here(settings: Settings) -> None:
    store.use(settings)
