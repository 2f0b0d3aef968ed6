"""The project's own files, as the layout tests read them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = [
    *(ROOT / "platform" / name for name in ("kernel", "web", "crm", "app")),
    *(ROOT / name for name in ("tenants", "billing", "bots", "search")),
]
NOT_OURS = {"node_modules", "__pycache__", "assets", "artefacts", ".venv"}


def python_files(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in _walk(folder, "*.py")]


def product_files() -> list[Path]:
    return python_files(*PACKAGES)


def templates() -> list[Path]:
    return [path for folder in PACKAGES for path in _walk(folder, "*.html")]


def shown(path: Path, line: int | None = None) -> str:
    return f"{path.relative_to(ROOT)}{f':{line}' if line else ''}"


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a file but its docstrings; what an f-string fills in reads as {}."""
    tree = tree_of(path)
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in node.values}
            yield node.lineno, "".join(_part(part) for part in node.values)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield node.lineno, node.value


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Every call of a file by its dotted name, `datetime.now` or `session.commit`."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def imports(path: Path) -> Iterator[tuple[int, str, str]]:
    """Every import as (line, module, name); the name is empty for a whole module."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, node.module, alias.name) for alias in node.names)


def unguarded_inserts(sql: str) -> list[str]:
    """INSERT ... SELECT without ON CONFLICT or RETURNING: Citus would send it elsewhere."""
    parts = re.split(r"(?i)\b(?=INSERT\s+INTO\b)", sql)
    found = []
    for part in parts:
        head = re.match(r"(?is)INSERT\s+INTO\s+\S+\s*(\([^)]*\))?\s*(SELECT|WITH)\b", part)
        if head and not re.search(r"(?i)\bON\s+CONFLICT\b|\bRETURNING\b", part):
            found.append(head[0])
    return found


def _part(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "{}"


def _walk(folder: Path, pattern: str) -> list[Path]:
    return sorted(
        path for path in folder.rglob(pattern) if not NOT_OURS & set(path.relative_to(ROOT).parts)
    )
