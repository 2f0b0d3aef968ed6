"""Break a copy of the product in one place, run the tests that should notice, and count."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import msgspec

from app.gates.mutants import Mutant

ROOT: Final = Path(__file__).resolve().parents[3]
# Honoured by tests/conftest.py alone.
SQL_VARIABLE: Final = "GUANXI_MUTANT_SQL"
LEFT_OUT: Final = shutil.ignore_patterns(
    ".git", ".venv", ".dev", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "artefacts"
)
TESTS_FAILED: Final = 1
# Seconds for the tests of one mutant; for all of them before any is broken.
LONGEST: Final = 600
ALL_OF_THEM: Final = 3600

Verdict = Literal["killed", "survived", "stale", "broken"]


class Result(msgspec.Struct, frozen=True):
    """`broken` is a run that failed for another reason than a red test."""

    name: str
    verdict: Verdict
    seconds: float = 0.0
    said: str = ""


class NotGreen(RuntimeError):
    """The tests fail without any mutant: nothing can be learned."""


def stale(mutant: Mutant, root: Path = ROOT) -> list[str]:
    """Edits whose text is no longer there."""
    return [
        f"{edit.path}: {edit.old.strip()[:60]}"
        for edit in mutant.edits
        if edit.old not in (root / edit.path).read_text(encoding="utf-8")
    ]


def touched(mutants: Iterable[Mutant], since: str, root: Path = ROOT) -> list[Mutant]:
    """Those whose files, tests or, if they are of the database, migrations changed since then."""
    said = [("diff", "--name-only", since), ("ls-files", "--others", "--exclude-standard")]
    changed: set[str] = set()
    for words in said:
        done = subprocess.run(["git", *words], check=True, capture_output=True, text=True, cwd=root)
        changed.update(done.stdout.splitlines())
    schema = any(path.startswith("deploy/migrations/") for path in changed)
    return [
        mutant
        for mutant in mutants
        if (mutant.sql and schema)
        or changed & {edit.path for edit in mutant.edits}
        or changed & {test.partition("::")[0] for test in mutant.tests}
    ]


def baseline(mutants: list[Mutant], *, at_once: int) -> None:
    """All tests that should kill are green before anything is broken; else `NotGreen`."""
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    with _copy() as folder:
        done = _pytest(folder, tests, "", "-n", str(at_once), longest=ALL_OF_THEM)
    if done.returncode:
        raise NotGreen(done.stdout[-4000:])


def run(mutants: list[Mutant], *, at_once: int, tell: Callable[[Result], None]) -> list[Result]:
    """Try each; `tell` hears of each as it ends."""

    def one(mutant: Mutant) -> Result:
        result = attempt(mutant)
        tell(result)
        return result

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(one, mutants))


def attempt(mutant: Mutant) -> Result:
    """Break one thing, and look who notices."""
    if gone := stale(mutant):
        return Result(mutant.name, "stale", said="; ".join(gone))
    with _copy() as folder:
        for edit in mutant.edits:
            path = folder / edit.path
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(edit.old, edit.new), encoding="utf-8")
        try:
            done = _pytest(folder, mutant.tests, mutant.sql, "-x", "-n", "0")
        except subprocess.TimeoutExpired:
            return Result(mutant.name, "killed", LONGEST, "the tests never ended")
    if done.returncode == TESTS_FAILED:
        return Result(mutant.name, "killed", said=_last_line(done.stdout))
    verdict: Verdict = "broken" if done.returncode else "survived"
    return Result(mutant.name, verdict, said=_last_line(done.stdout))


def _pytest(
    folder: Path,
    tests: list[str] | tuple[str, ...],
    sql: str,
    *options: str,
    longest: int = LONGEST,
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header"]
    return subprocess.run(
        [*command, "--tb=line", *options, *tests],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        cwd=folder,
        timeout=longest,
        env={**os.environ, SQL_VARIABLE: sql, "PYTHONDONTWRITEBYTECODE": "1"},
    )


@contextmanager
def _copy() -> Iterator[Path]:
    """The working tree as it is, somewhere else."""
    with tempfile.TemporaryDirectory(prefix="guanxi-mutant-") as parent:
        folder = Path(parent) / "tree"
        shutil.copytree(ROOT, folder, ignore=LEFT_OUT, symlinks=True)
        yield folder


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""
