"""Mutation testing of the rules: a rule is changed in one small place, and a test must notice.

mutmut makes the changes and runs the tests; it remembers what it has tried in `_build/mutants`, so
that a second run tries only what has changed. What came out is kept in `tests/mutants.json`, room by
room: how many mutants there were, and each that no test noticed, with the reason why none has to. A
room whose rules and tests are still the reported ones is not tried again.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tools.fingerprint import files, fingerprint
from tools.places import BUILD, ROOT
from tools.problem import Problem

WORK = BUILD / "mutants"
REPORT = ROOT / "tests" / "mutants.json"
ROOMS = ("runtime",)  # of models/, with the tests in the folder of the same name
SLOW = "_properties.py"  # the property tests are not among the tests a mutant has to get past
ENOUGH = 0.95
# mutmut's exit codes: a test failed; the tests took far longer than they do (an endless loop).
FAILED = {1, 3}
TIMED_OUT = {24, 36, 152, 255, -24}
SETTINGS = """\
[tool.mutmut]
source_paths = ["models"]
only_mutate = ["models/ROOM/*"]
pytest_add_cli_args_test_selection = ["tests/ROOM"]
timeout_multiplier = 3.0
timeout_constant = 8.0
use_git_change_detection = false
on_dependency_change = "rerun"

[tool.pytest.ini_options]
pythonpath = ["."]
addopts = "-q -p no:cacheprovider"
filterwarnings = ["error"]
"""


def run(python: Path) -> int:
    """Try the mutants of every room that has changed and write the report; 0 when enough are noticed
    and each survivor has a reason.

    Errors: `Problem` on Windows, where mutmut does not run, and when it cannot finish.
    """
    if os.name == "nt":
        raise Problem("mutmut does not run on Windows: run this task in WSL, on Linux or on macOS.")
    report = {room: last(room) for room in ROOMS}
    for room in ROOMS:
        if report[room].get("sources") != sources(room):
            report[room] = tried(python, room)
            REPORT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("\n" + "\n".join(told(room, report[room]) for room in ROOMS))
    return 1 if any(faults(room, report[room]) for room in ROOMS) else 0


def tried(python: Path, room: str) -> dict:
    """Try every mutant of a room: the report on it."""
    prepare(room)
    if subprocess.call([python, "-m", "mutmut", "run", "--max-children", "2"], cwd=WORK / room):
        raise Problem(f"mutmut did not finish: its own words are above, its folder is {WORK / room}.")
    return written(python, room)


def prepare(room: str) -> None:
    """Copy rules and tests to where mutmut works; other tests than last time judge everything anew.
    """
    work, tests = WORK / room, fingerprint(ROOT, [f"tests/{room}"])
    seen = work / "tests.txt"
    if not seen.exists() or seen.read_text(encoding="utf-8") != tests:
        shutil.rmtree(work, ignore_errors=True)
    for name in ("models", "tests"):
        shutil.rmtree(work / name, ignore_errors=True)
    for path in wanted(room):
        copy = work / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    (work / "pyproject.toml").write_text(SETTINGS.replace("ROOM", room), encoding="utf-8")
    seen.write_text(tests, encoding="utf-8")


def wanted(room: str) -> Iterable[Path]:
    """The files that the mutants and their tests are made of."""
    for path in files(ROOT, ["models", "tests/__init__.py", f"tests/{room}"]):
        if path.suffix == ".py" and not path.name.endswith(SLOW):
            yield path


def sources(room: str) -> dict[str, str]:
    """What a room's report is about: one hash for the rules, one for their tests."""
    return {name: fingerprint(ROOT, [name]) for name in (f"models/{room}", f"tests/{room}")}


def written(python: Path, room: str) -> dict:
    """The report on the run that has just ended; reasons given before are kept."""
    codes = exit_codes(WORK / room / "mutants" / "models" / room)
    reasons = {(s["rule"], s["change"]): s["reason"] for s in last(room)["survivors"]}
    survivors = []
    for name in sorted(name for name, code in codes.items() if code not in FAILED | TIMED_OUT):
        what = rule_of(name), change_of(python, room, name)
        survivors.append(dict(zip(("rule", "change"), what), reason=reasons.get(what, "")))
    return {"sources": sources(room), "mutants": len(codes), "killed": len(codes) - len(survivors),
            "killed_by_time_limit": sum(code in TIMED_OUT for code in codes.values()),
            "survivors": survivors}


def exit_codes(folder: Path) -> dict[str, int | None]:
    """How the tests of each mutant ended; None where they were not run."""
    metas = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.meta"))]
    return {name: code for meta in metas for name, code in meta["exit_code_by_key"].items()}


def last(room: str) -> dict:
    """A room's report before this one; one that was never tried has no survivors."""
    reports = json.loads(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else {}
    return reports.get(room, {"survivors": []})


def rule_of(name: str) -> str:
    """'models.runtime.runq.x_runqput__mutmut_3' -> 'runq.runqput'."""
    module, function = name.split(".")[2:]
    function = function.split("__mutmut_")[0]
    method = function.removeprefix("xǁ").replace("ǁ", ".")
    return f"{module}.{method if method != function else function.removeprefix('x_')}"


def change_of(python: Path, room: str, name: str) -> str:
    """The lines that make the mutant, as '- before' and '+ after'."""
    shown = subprocess.run([python, "-m", "mutmut", "show", name], cwd=WORK / room, text=True,
                           check=True, encoding="utf-8", stdout=subprocess.PIPE).stdout
    lines = [line for line in shown.splitlines() if line[:1] in ("-", "+")]
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in lines
                     if not line.startswith(("---", "+++")))


def faults(room: str, report: dict) -> list[str]:
    """What is wrong with a room's report, a sentence each; empty when it is fine."""
    if report.get("sources") != sources(room):
        return [f"The report on models/{room} is about other rules or tests: run `make mutants`."]
    found = []
    if report["killed"] < ENOUGH * report["mutants"]:
        found.append(f"Only {share(report)} of the mutants of models/{room} are noticed; "
                     f"it must be {ENOUGH:.0%}.")
    if report["mutants"] - report["killed"] != len(report["survivors"]):
        found.append("The report lists more or fewer survivors than it counts: run `make mutants`.")
    return found + [
        f"A mutant of {room}.{survivor['rule']} survives without a reason: test it, or give the reason in "
        f"{REPORT.relative_to(ROOT).as_posix()}.\n{survivor['change']}"
        for survivor in report["survivors"] if not survivor["reason"].strip()]


def share(report: dict) -> str:
    """The share of the mutants that a test notices."""
    return f"{report['killed'] / report['mutants']:.1%}"


def told(room: str, report: dict) -> str:
    """A room's report in a few lines."""
    return "\n".join([
        f"{report['killed']} of {report['mutants']} mutants of models/{room} are noticed, "
        f"{share(report)}.",
        *faults(room, report)])
