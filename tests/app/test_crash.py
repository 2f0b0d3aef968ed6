"""Nothing acknowledged is ever lost, whichever process is killed (threats F1 to F4)."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.drills.crash import Verdict, drill
from app.drills.ledger import Ledger, Promise
from app.drills.product import PARTS, free_port, running
from kernel.ids import uuid7
from kernel.settings import load


@pytest.fixture(scope="module")
def verdict() -> Iterator[Verdict]:
    with tempfile.TemporaryDirectory(prefix="guanxi-drill-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        settings = load({}, data_dir=Path(folder), port=free_port())
        with running(settings) as product:
            yield drill(product, 1, 1.0, lambda _line: None)


@pytest.mark.timeout(300)
def test_every_process_is_killed_and_writes_go_on(verdict):
    assert verdict.kills == dict.fromkeys(PARTS, 1)
    assert verdict.acknowledged > 20
    assert not verdict.refused


def test_nothing_acknowledged_is_lost_doubled_or_half_written(verdict):
    assert (verdict.lost, verdict.doubled, verdict.torn) == (0, 0, 0)


def test_requests_that_were_cut_off_were_repeated_with_their_key(verdict):
    assert verdict.retried > 0


def test_the_jobs_of_a_killed_worker_are_done_by_the_next(verdict):
    assert (verdict.jobs_left, verdict.jobs_failed) == (0, 0)


def test_the_ledger_is_read_back_as_it_was_written(tmp_path):
    promise = Promise(uuid7(), "Ada 爱达")
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.note(promise)
        assert ledger.read() == [promise]
