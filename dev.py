#!/usr/bin/env python3
"""One door to the project: set it up, start it, test it. Needs only Python 3.11 or newer.

python3 dev.py setup            make .venv, install, build the browser's assets
python3 dev.py up               set up, then start the whole product with demo data
                                (--port N, --data DIR, --no-demo, --lan)
python3 dev.py test             every check and every test (--only NAME ... for some)
python3 dev.py check            the fast half of them
python3 dev.py messages         bring the Chinese catalogue to what the sources say
python3 dev.py lock             write down what is installed, as deploy/constraints.txt
python3 dev.py bench ...        the figures: `guanxi bench ...`
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 -- said in words to whoever starts it with an older one
    sys.exit("Guanxi needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

import tomllib

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
STATE = ROOT / ".dev"
CONSTRAINTS = ROOT / "deploy" / "constraints.txt"
TORCH = "torch==2.13.0"
BEAT_SECONDS = 15
TAIL_LINES = 40

# What the tests need from the system: how to see that it is there, and the package that brings it.
SYSTEM = {
    "chromium": ["chromium", "--version"],
    "redis-server": ["redis-server", "--version"],
    "pgbouncer": ["pgbouncer", "--version"],
    "fonts-noto-cjk": ["sh", "-c", "fc-list :lang=zh-cn | grep -q ."],
}

FAST = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "imports": ["lint-imports"],
    "templates": ["djlint", "platform", "tenants", "billing", "bots", "search", "--lint"],
    "messages": ["python", "deploy/messages.py", "check"],
    "layout": ["pytest", "-q", "-p", "no:cacheprovider", "tests/layout"],
}
SPREAD = ["pytest", "-q", "-n", "2", "--dist", "worksteal"]
FULL = FAST | {
    "migrations": ["python", "deploy/migrations_check.py"],
    "tests": [*SPREAD, "tests/gates", "tests", "--ignore=tests/browser", "--ignore=tests/layout"],
    "browser": [*SPREAD, "tests/browser/test_pages.py", "tests/browser"],
}


class Stopped(Exception):
    """A step failed; what to do is in the message."""


def main(arguments: list[str]) -> int:
    act, rest = (arguments or ["help"])[0], arguments[1:]
    os.chdir(ROOT)
    try:
        if act == "setup":
            setup(dense="--lexical" not in rest)
        elif act == "up":
            setup()
            start(rest)
        elif act in ("test", "check"):
            return verify(FULL if act == "test" else FAST, rest, system=act == "test")
        elif act == "messages":
            setup(assets=False)
            return subprocess.run([PYTHON, "deploy/messages.py", "update"], check=False).returncode
        elif act == "lock":
            lock()
        elif act == "bench":
            setup()
            os.execv(BIN / "guanxi", ["guanxi", "bench", *rest])
        else:
            print(__doc__)
            return 0 if act in ("help", "-h", "--help") else 2
    except Stopped as stopped:
        print(f"\n{stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def setup(*, dense: bool = True, assets: bool = True) -> None:
    """Bring this checkout to a state that runs; what is done already is seen by its stamp."""
    started = time.monotonic()
    STATE.mkdir(exist_ok=True)
    with alone():
        make_venv()
        install(dense=dense)
        if assets:
            build_assets()
        compile_messages()
    print(f"Set up in {time.monotonic() - started:.1f} s.", flush=True)


def lock() -> None:
    """Torch is left out: its build is chosen on each machine."""
    freeze = [str(PYTHON), "-m", "pip", "freeze", "--exclude-editable"]
    said = subprocess.run(freeze, check=True, capture_output=True, text=True).stdout
    pins = sorted((pin for pin in said.split() if "==" in pin), key=str.lower)
    head = "# Every package that an install may bring, at the version tested: dev.py lock.\n"
    kept = [pin for pin in pins if not pin.startswith("torch==")]
    CONSTRAINTS.write_text(head + "\n".join(kept) + "\n")


def start(options: list[str]) -> None:
    if not any(option.split("=")[0] == "--data" for option in options):
        options = ["--data", str(STATE / "data"), *options]
    if (VENV / "guanxi-lexical").exists():
        print("torch is not installed: search is lexical only.", flush=True)
    os.execv(BIN / "guanxi", ["guanxi", "up", *options])


def verify(steps: dict[str, list[str]], options: list[str], *, system: bool) -> int:
    """Run every step, even after one has failed, and say at the end how each went."""
    only = [name for name in options if not name.startswith("-")]
    if unknown := set(only) - set(steps):
        raise Stopped(f"No such step: {', '.join(unknown)}. There are: {', '.join(steps)}.")
    if system and (not only or "browser" in only or "tests" in only):
        bring_system_packages()
    setup()
    outcome: dict[str, tuple[bool, float]] = {}
    wanted = only or list(steps)
    with ThreadPoolExecutor(os.cpu_count()) as lanes:
        # The quick ones share the processors; a long one has them all.
        brief = [name for name in wanted if steps[name][: len(SPREAD)] != SPREAD]
        quick = {name: lanes.submit(tried, steps[name], quiet=True) for name in brief}
        for name in wanted:
            print(f"\n── {name}: {shlex.join(steps[name])}", flush=True)
            passed, seconds, said = quick[name].result() if name in quick else tried(steps[name])
            print(said, end="", flush=True)
            outcome[name] = passed, seconds
    print("\n── summary")
    for name, (passed, seconds) in outcome.items():
        print(f"{'passed' if passed else 'FAILED'}  {seconds:7.1f} s  {name}")
    failed = [name for name, (passed, _) in outcome.items() if not passed]
    print(f"{len(outcome) - len(failed)} of {len(outcome)} steps passed.", flush=True)
    return 1 if failed else 0


def tried(command: list[str], *, quiet: bool = False) -> tuple[bool, float, str]:
    """One step: whether it passed, its seconds, and what it said where it was to be quiet."""
    started, said = time.monotonic(), subprocess.PIPE if quiet else None
    line, both = [BIN / command[0], *command[1:]], subprocess.STDOUT if quiet else None
    done = subprocess.run(line, check=False, env=environment(), text=True, stdout=said, stderr=both)
    return done.returncode == 0, time.monotonic() - started, done.stdout or ""


def bring_system_packages() -> None:
    missing = [package for package, probe in SYSTEM.items() if not works(probe)]
    if not missing:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    privilege = [] if os.geteuid() == 0 else ["sudo", "-n"]
    allowed = not privilege or works(["sudo", "-n", "true"])
    if not shutil.which("apt-get") or not allowed:
        raise Stopped(f"The tests need {', '.join(missing)}. Type:\n  sudo {shlex.join(line)}")
    apt = {"DEBIAN_FRONTEND": "noninteractive"}
    run("package lists", [*privilege, "apt-get", "update"], apt)
    run(f"system packages: {', '.join(missing)}", [*privilege, *line], apt)


def make_venv() -> None:
    if works([str(PYTHON), "-c", "import pip"]):
        return
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if not works([sys.executable, "-c", "import ensurepip"]):
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise Stopped("Python cannot make virtual environments here. Type:\n"
                          "  sudo apt-get install -y python3-venv")  # fmt: skip
        run("package lists", ["apt-get", "update"])
        run("python3-venv", ["apt-get", "install", "-y", "python3-venv"])
    run("virtual environment", make)


def install(*, dense: bool) -> None:
    """Install what pyproject.toml pins, unless that was done for these very pins."""
    stamp, wanted = VENV / "guanxi-setup", fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--constraint", str(CONSTRAINTS)]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    builders = [name for name in project["build-system"]["requires"] if "nodejs" not in name]
    run("build tools", [*pip, *builders])
    lexical = VENV / "guanxi-lexical"
    if dense and bring_torch():
        extras, seconds = "dev,search-dense", "a few minutes the first time"
        lexical.unlink(missing_ok=True)
    else:
        extras, seconds = "dev", "a minute or two the first time"
        lexical.touch()
    run(f"packages ({seconds})", [*pip, "--no-build-isolation", "--editable", f".[{extras}]"])
    stamp.write_text(wanted)


def bring_torch() -> bool:
    """A CPU build of torch from this machine or its makers; without one, search is lexical."""
    if works([str(PYTHON), "-c", "import torch"]):
        return True
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    if attempt("torch from this machine", [*pip, "--no-index", "--no-deps", TORCH]):
        return True
    uv = [str(BIN / "uv"), "pip", "install", "--python", str(PYTHON), "--torch-backend", "cpu"]
    return attempt("uv", [*pip, "uv"]) and attempt("torch for the CPU", [*uv, TORCH])


def build_assets() -> None:
    made = subprocess.run([PYTHON, "deploy/build_assets.py"], check=False, env=environment())
    if made.returncode:
        raise Stopped("The browser's assets could not be built; the reason stands above.")


def compile_messages() -> None:
    sources = (ROOT / "platform" / "kernel" / "locale").glob("*/LC_MESSAGES/messages.po")
    if any(newer(source, source.with_suffix(".mo")) for source in sources):
        run("messages", [str(PYTHON), "deploy/messages.py", "compile"])


def fingerprint() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    said = json.dumps([project["project"], project["build-system"], project["tool"]["hatch"]])
    place = f"{ROOT}{sys.version_info[:2]}{CONSTRAINTS.read_text()}"
    return hashlib.sha256(f"{said}{place}".encode()).hexdigest()


def run(title: str, command: Sequence[str], extra: dict[str, str] | None = None) -> None:
    if not attempt(title, command, extra, quiet=False):
        raise Stopped(f"This failed: {shlex.join(command)}")


def attempt(
    title: str, command: Sequence[str], extra: dict[str, str] | None = None, *, quiet: bool = True
) -> bool:
    """Run one step of the set-up with a sign of life; its output is shown when it fails."""
    print(f"{title} ...", end="", flush=True)
    started = time.monotonic()
    log = STATE / "setup.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env=environment() | (extra or {})
        )
        while True:
            try:
                code = process.wait(BEAT_SECONDS)
                break
            except subprocess.TimeoutExpired:
                print(f" {time.monotonic() - started:.0f} s", end="", flush=True)
    print(f" {'done' if code == 0 else 'not possible' if quiet else 'FAILED'}", flush=True)
    if code and not quiet:
        lines = log.read_text(errors="replace").splitlines()
        print("\n".join(lines[-TAIL_LINES:]), file=sys.stderr)
    return code == 0


def environment() -> dict[str, str]:
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    calm = {"PIP_ROOT_USER_ACTION": "ignore", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return {**os.environ, **calm, "PATH": path, "VIRTUAL_ENV": str(VENV)}


def works(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def newer(source: Path, target: Path) -> bool:
    return not target.exists() or source.stat().st_mtime > target.stat().st_mtime


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two set-ups of one checkout take turns."""
    with (STATE / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
