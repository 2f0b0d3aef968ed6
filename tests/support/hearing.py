"""An ear at the pools of connections: each statement is judged when it is first heard."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pglast.parser import ParseError
from statements import statement

from app.overlooking import OVERLOOKED
from kernel import database, rls


class Ear:
    """The statements of this process, and what was wrong with those that are new."""

    def __init__(self) -> None:
        self.heard: set[str] = set()
        self._wrong: list[str] = []

    def hear(self, said: Any) -> None:
        """What asyncpg tells of one statement."""
        try:
            judged = statement(said.query)
        except ParseError:
            return  # PostgreSQL has refused it in the same words
        if said.query not in self.heard:
            self.heard.add(said.query)
            mine = OVERLOOKED if said.conn_params.user == rls.OPERATOR else ()
            self._wrong += [
                f"{fault}: {said.query}"
                for fault in judged.faults
                if fault.partition(" ")[0] not in mine
            ]
        if len({said.args[number - 1] for number in judged.tenants if said.args}) > 1:
            self._wrong.append(f"two workspaces in one statement: {said.query}")

    def faults(self) -> list[str]:
        """Those since the last question."""
        wrong, self._wrong = self._wrong, []
        return wrong


@contextmanager
def listening() -> Iterator[Ear]:
    """Every pool that is opened meanwhile is listened to."""
    ear, prepare = Ear(), database._prepare

    async def prepared(connection: Any) -> None:
        await prepare(connection)
        connection.add_query_logger(ear.hear)

    database._prepare = prepared
    yield ear
    database._prepare = prepare
