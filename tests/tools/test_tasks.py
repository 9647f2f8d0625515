"""The task runner and its Makefile."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import keep, site, tasks
from tools.problem import Problem

ROOT = Path(__file__).resolve().parents[2]


def test_without_a_task_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main([]) == 0
    listed = capsys.readouterr().out
    assert all(re.search(rf"^  {name} +\w", listed, re.MULTILINE) for name in tasks.TASKS)


def test_what_a_task_starts_keeps_what_python_has_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setitem(tasks.TASKS, "look", lambda: int("PYTHONDONTWRITEBYTECODE" in os.environ))
    assert tasks.main(["look"]) == 0


def test_make_knows_the_same_tasks() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert re.findall(r"^TASKS = (.+)$", makefile, re.MULTILINE)[0].split() == list(tasks.TASKS)


def test_a_wrong_task_is_told_the_right_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(["bake"]) == 2
    assert capsys.readouterr().err == (
        f"There is no task 'bake': take one of {', '.join(tasks.TASKS)}.\n")


def test_a_problem_is_one_sentence_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def task() -> int:
        raise Problem("This is missing: get it.")

    assert tasks.attempt(task) == 1
    assert capsys.readouterr().err == "This is missing: get it.\n"


def test_an_old_python_gets_a_sentence() -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 9, 1); runpy.run_module('tools')"
    done = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("This book needs Python 3.11 or newer, and this is Python 3.9:")
    assert done.stderr.count("\n") == 1


def test_the_runner_needs_nothing_but_the_standard_library() -> None:
    done = subprocess.run([sys.executable, "-I", "-S", "-c",
                           "import sys; sys.path.insert(0, '.'); import tools.tasks"],
                          cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_continuous_integration_runs_make_test() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == ['cd "$(dirname "$0")/.." && exec make test']
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_a_notebook_that_the_reader_changed_is_known(tmp_path: Path) -> None:
    paths = [tmp_path / "one.ipynb", tmp_path / "two.ipynb"]
    for path in paths:
        path.write_text("as written")
    keep.remember(paths, tmp_path)
    assert keep.changed(tmp_path) == []
    paths[1].write_text("my answer")
    keep.remember([paths[0]], tmp_path)
    assert keep.changed(tmp_path) == ["two.ipynb"]


def test_clean_removes_all_but_the_readers_work(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    build, venv, lab = tmp_path / "_build", tmp_path / ".venv", tmp_path / "_build/lab"
    for name, path in {"ROOT": tmp_path, "BUILD": build, "VENV": venv, "LAB": lab}.items():
        monkeypatch.setattr(tasks, name, path)
    monkeypatch.setattr(tasks, "changed", lambda: ["two.ipynb"])
    for folder in (venv, lab, build / "html"):
        folder.mkdir(parents=True)
    assert tasks.clean() == 0
    assert [path.name for path in tmp_path.rglob("*")] == ["_build", "lab"]
    assert "you changed two.ipynb" in capsys.readouterr().out
    monkeypatch.setattr(tasks, "changed", list)
    assert tasks.clean() == 0 and not lab.exists()


@pytest.mark.parametrize("codes, started", [((0, 0), 1), ((1, 0), 0), ((0, 2), 0)])
def test_tests_run_on_both_sites_when_they_have_been_built(
        monkeypatch: pytest.MonkeyPatch, codes: tuple[int, int], started: int) -> None:
    runs = []
    monkeypatch.setattr(tasks.environment, "ensure", lambda *names: None)
    for program in (tasks.browser, tasks.debugger, tasks.spin):
        monkeypatch.setattr(program, "ensure", lambda: None)
    monkeypatch.setattr(site, "build", lambda python: codes[0])
    monkeypatch.setattr(site, "build_pseudo", lambda python: codes[1])
    monkeypatch.setattr(tasks, "in_venv", lambda *command, **settings: runs.append((command, settings)) or 3)
    assert tasks.run_tests() == (3 if started else max(codes))
    assert len(runs) == started
    for command, settings in runs:
        assert command[0] == "pytest" and "loadfile" in command
        assert Path(settings["BOOK_SITE"]) == site.HTML != Path(settings["BOOK_PSEUDO_SITE"])
