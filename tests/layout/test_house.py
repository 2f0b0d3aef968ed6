"""The house stands as decision 0001 says."""

import subprocess
import sys
from pathlib import Path

from tests.layout.sources import PACKAGES, ROOT, product_files, python_files, shown

CEILING = 300


def test_platform_is_a_folder_and_not_a_package():
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_the_standard_library_keeps_its_platform_module():
    said = subprocess.run(
        [sys.executable, "-c", "import platform, kernel; print(platform.python_version())"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert said.stdout.count(".") == 2


def test_tests_are_folders_and_not_packages():
    assert [shown(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


def test_nothing_in_platform_bears_a_standard_library_name():
    names = {path.stem for path in (ROOT / "platform").iterdir() if path.name != "__pycache__"}
    assert names & sys.stdlib_module_names == set()


def test_every_package_of_the_house_exists_and_no_other_does():
    packages = {path.parent for path in (ROOT / "platform").glob("*/__init__.py")}
    assert packages == {path for path in PACKAGES if path.parent.name == "platform"}
    assert all((path / "__init__.py").exists() for path in PACKAGES)


def test_imports_point_one_way():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache"], check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout


def test_no_file_is_longer_than_the_ceiling():
    files = [
        *product_files(),
        *python_files(ROOT / "tests", ROOT / "deploy"),
        ROOT / "dev.py",
    ]
    # Alembic writes a migration whole, and nobody reads it twice.
    files = [path for path in files if path.parent.name != "versions"]
    lengths = {shown(path): path.read_text(encoding="utf-8").count("\n") for path in files}
    assert {name: length for name, length in lengths.items() if length > CEILING} == {}


def test_every_module_says_its_business_in_its_first_line():
    silent = [
        shown(path)
        for path in product_files()
        if path.stat().st_size and not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []


def test_no_file_carries_a_secret():
    marks = ("BEGIN PRIVATE KEY", "BEGIN RSA PRIVATE KEY", "BEGIN EC PRIVATE KEY")
    kept = subprocess.run(
        ["git", "ls-files", "-z"], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split("\0")
    guilty = [
        name
        for name in kept
        if name
        and not name.startswith("tests/layout/")
        and (ROOT / name).is_file()
        and any(mark.encode() in (ROOT / name).read_bytes() for mark in marks)
    ]
    assert guilty == []
