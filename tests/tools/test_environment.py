"""Setting up: what goes wrong gets one sentence with its mend."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tools import apt, browser, debugger, environment
from tools.problem import Problem
from tools.spin import find as spin


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository without an environment, with requirements that pip has nothing to do for."""
    for name in ("requirements.txt", "requirements-test.txt"):
        (tmp_path / name).write_text(f"# {name}\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "venv_program", lambda name: Path(sys.executable))
    return tmp_path


def test_an_unreachable_index_is_told_from_a_wrong_requirement() -> None:
    closed = pip_says("some-package", "--index-url", "http://127.0.0.1:9/simple")
    assert environment.pip_trouble(closed).startswith("pip could not reach the package index: connect")
    wrong = pip_says("some-package", "--no-index")
    assert environment.pip_trouble(wrong).startswith(
        "pip could not install the requirements: No matching distribution found for some-package")


def pip_says(*arguments: str) -> str:
    """What pip prints when it cannot get something."""
    quick = ("--retries", "1", "--timeout", "2")
    done = subprocess.run([sys.executable, "-m", "pip", "download", *quick, *arguments], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, "PIP_CONFIG_FILE": os.devnull})
    assert done.returncode
    return done.stdout


def test_a_python_without_venv_gets_a_sentence(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.sys, "executable", fake_python(empty))
    with pytest.raises(Problem, match="install its `venv` module .* Python said: ensurepip is missing"):
        environment.create()


def fake_python(folder: Path) -> str:
    """A Python whose `venv` fails."""
    path = folder / "python"
    path.write_text("#!/bin/sh\necho 'ensurepip is missing'\nexit 1\n")
    path.chmod(0o755)
    return str(path)


def test_an_environment_is_reused_until_its_requirements_change(
        empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, ...]] = []
    monkeypatch.setattr(environment, "create", lambda: (empty / ".venv").mkdir(exist_ok=True))
    monkeypatch.setattr(environment, "install", made.append)
    reading, testing = ("requirements.txt",), ("requirements.txt", "requirements-test.txt")
    for wanted in (reading, reading, testing, testing, reading):
        environment.ensure(*wanted)
    assert made == [reading, testing]
    (empty / "requirements.txt").write_text("# changed\n")
    environment.ensure(*reading)
    assert made == [reading, testing, reading]


def test_a_failed_installation_is_not_taken_for_a_finished_one(
        empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "create", lambda: (empty / ".venv").mkdir(exist_ok=True))
    (empty / "requirements.txt").write_text("== no requirement\n")
    for _ in range(2):
        with pytest.raises(Problem, match="pip could not install the requirements: Invalid requirement"):
            environment.ensure("requirements.txt")


@pytest.fixture(params=[browser, debugger, spin], ids=["browser", "debugger", "spin"])
def program(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """What looks for a program that pip does not install."""
    monkeypatch.setattr(debugger.platform, "machine", lambda: "x86_64")
    return request.param


def test_a_missing_program_gets_a_sentence(program: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apt, "can_install", lambda: False)
    said = r"install .*\(on Debian as root: apt-get install (chromium|gdb|spin gcc libc6-dev);"
    with pytest.raises(Problem, match=said):
        program.ensure(find=lambda: None)


def test_as_root_on_debian_it_is_installed(program: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(apt, "can_install", lambda: True)
    monkeypatch.setattr(apt.subprocess, "call", lambda command, stdout: ran.append(command))
    assert program.ensure(find=lambda: "found" if ran else None) == "found"
    assert ran[-1][0] == "apt-get" and ran[-1][-1] in ("chromium", "gdb", "libc6-dev")


def test_spin_without_a_compiler_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spin.shutil, "which", lambda name: f"/bin/{name}" if name in have else None)
    have = {"spin", "clang"}
    assert spin.find() == ("/bin/spin", "/bin/clang")
    for have in ({"spin"}, {"cc"}):
        assert spin.find() is None


def test_on_another_processor_no_debugger_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debugger.platform, "machine", lambda: "aarch64")
    debugger.ensure(find=lambda: pytest.fail("gdb was looked for"))
