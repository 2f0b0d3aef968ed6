import asyncio
import json

import pytest
from click.testing import CliRunner

from app.cli.seed import seed


@pytest.fixture
def guanxi_seed(dsn, settings, monkeypatch):
    """The command, beside a running database."""
    monkeypatch.delenv("GUANXI_DATABASE_URL", raising=False)

    async def run(*options):
        arguments = ["--data", str(settings.data_dir), *options]
        return await asyncio.to_thread(CliRunner().invoke, seed, arguments)

    return run


async def test_seed_fills_the_database_that_runs_and_tells_what_it_did(guanxi_seed) -> None:
    result = await guanxi_seed("--language", "en", "--seed", "815", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["workspaces"] == 2
    assert told["activities"] == 480
    assert told["skipped"] == 0


async def test_seed_says_how_to_sign_in(guanxi_seed) -> None:
    result = await guanxi_seed("--language", "en", "--seed", "815")
    assert result.exit_code == 0, result.output
    assert "demo@guanxi.example" in result.stdout
    assert "guanxi-demo-2026" in result.stdout


async def test_seed_without_a_database_says_what_to_do(guanxi_seed, tmp_path) -> None:
    result = await guanxi_seed("--data", str(tmp_path / "nothing"))
    assert result.exit_code == 1
    assert "guanxi up" in result.stderr
    assert not (tmp_path / "nothing" / "postgres").exists()


async def test_seed_refuses_a_size_it_does_not_know(guanxi_seed) -> None:
    assert (await guanxi_seed("--size", "huge")).exit_code == 2
