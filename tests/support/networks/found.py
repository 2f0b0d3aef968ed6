"""Chat networks small enough for tests: a server, and per network what makes its vectors."""

from importlib import import_module
from pathlib import Path

from networks.kit import Kit


def kits() -> list[Kit]:
    """One of every module here that has one, by name."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("of_*.py"))
    return [import_module(f"networks.{name}").KIT() for name in names]
