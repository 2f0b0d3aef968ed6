"""How long somebody stays signed in, as the operator set it."""

from datetime import timedelta

from kernel.settings import Settings


class _Lifetimes:
    """`idle` without a sign of life, `whole` in any case."""

    def __init__(self) -> None:
        self.use(Settings())

    def use(self, settings: Settings) -> None:
        self.idle = timedelta(hours=settings.session_idle_hours)
        self.whole = timedelta(days=settings.session_days)


lifetimes = _Lifetimes()
