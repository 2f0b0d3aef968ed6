"""One door: what is checked here is what is checked everywhere."""

import importlib.util
import os
import subprocess
import sys

import pytest

from tests.layout.sources import ROOT


@pytest.fixture(scope="module")
def dev():
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_gate_runs_the_same_command_as_a_person():
    gate = ROOT / ".ci" / "run"
    assert os.access(gate, os.X_OK)
    assert gate.read_text().rstrip().endswith("exec python3 dev.py test")


def test_every_step_runs_an_installed_program(dev):
    programs = {command[0] for command in dev.FULL.values()}
    assert {name for name in programs if not (dev.BIN / name).exists()} == set()


def test_the_fast_half_is_part_of_the_whole(dev):
    assert dev.FAST.items() < dev.FULL.items()


def test_it_needs_nothing_that_is_not_in_the_standard_library():
    said = subprocess.run(
        [sys.executable, "-S", "-I", ROOT / "dev.py", "help"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "python3 dev.py up" in said.stdout


def test_another_pin_means_another_installation(dev, monkeypatch, tmp_path):
    before = dev.fingerprint()
    other = tmp_path / "constraints.txt"
    other.write_text(dev.CONSTRAINTS.read_text() + "one-more==1\n")
    monkeypatch.setattr(dev, "CONSTRAINTS", other)
    assert dev.fingerprint() != before


def test_without_the_right_to_install_it_says_what_to_type(dev, monkeypatch):
    monkeypatch.setattr(dev, "SYSTEM", {"chromium": ["false"]})
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev, "works", lambda _command: False)
    with pytest.raises(dev.Stopped, match=r"sudo apt-get install .* chromium"):
        dev.bring_system_packages()


def test_a_failed_step_fails_the_whole_and_the_rest_still_runs(dev, monkeypatch, capfd):
    monkeypatch.setattr(dev, "setup", lambda: None)
    steps = {"bad": ["python", "-c", "raise SystemExit(3)"], "good": ["python", "-c", ""]}
    assert dev.verify(steps, [], system=False) == 1
    said = capfd.readouterr().out
    assert "FAILED" in said
    assert "1 of 2 steps passed." in said
