"""The tasks: their names, what each says of itself, what each does.

A task returns the exit code. The tasks run on the Python that was called, with the standard library
alone, and start everything else with the Python in `.venv`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from tools import browser, debugger, environment, mutants, serve, site
from tools.keep import changed
from tools.places import BUILD, LAB, ROOT, VENV, venv_program
from tools.problem import Problem
from tools.spin import find as spin

READING = ("requirements.txt",)
TESTING = ("requirements.txt", "requirements-test.txt")
# One process for each processor. A file's tests stay together: a page's cells need one kernel. They start in
# their order: by their number, those of a few long tests would start last and be waited for.
SIDE_BY_SIDE = ("-n", "logical", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder")
SITES = {"BOOK_SITE": str(site.HTML), "BOOK_PSEUDO_SITE": str(site.PSEUDO)}


def show_help() -> int:
    """list the tasks"""
    width = max(map(len, TASKS))
    print("The tasks, as `make TASK` or `python -m tools TASK`:\n")
    for name, task in TASKS.items():
        print(f"  {name:{width}}  {task.__doc__}")
    return 0


def serve_book() -> int:
    """set up everything, build the book and serve it on localhost (the address is printed)"""
    return build_book() or serve.serve(site.HTML)


def build_book() -> int:
    """build the book into _build/html"""
    environment.ensure(*READING)
    return site.build(venv_program("python"))


def open_lab() -> int:
    """open the chapters as notebooks in JupyterLab"""
    environment.ensure(*READING)
    return in_venv("tools.lab")


def run_tests() -> int:
    """set up everything that tests need and run them all"""
    environment.ensure(*TESTING)
    browser.ensure()
    debugger.ensure()
    spin.ensure()
    return site.build_tested(venv_program("python")) or in_venv("pytest", *SIDE_BY_SIDE, **SITES)


def record_evidence() -> int:
    """record the real Go runs anew and show what changed (gets Go by itself)"""
    environment.ensure(*READING)
    debugger.ensure()
    return in_venv("models.golang.record")


def compare_with_go() -> int:
    """compare the models with real Go on thousands of random programs"""
    environment.ensure(*READING)
    return in_venv("models.golang.conform") or in_venv("models.golang.racecheck")


def run_bench() -> int:
    """measure how fast the models run, beside SimPy, Spin and real Go"""
    environment.ensure(*TESTING)
    spin.ensure()
    return in_venv("tools.bench")


def try_mutants() -> int:
    """change the rules of the models in a thousand small ways and see that a test notices"""
    environment.ensure(*TESTING)
    return mutants.run(venv_program("python"))


def clean() -> int:
    """remove the environment and everything built (notebooks that you changed stay)"""
    shutil.rmtree(VENV, ignore_errors=True)
    for path in sorted(BUILD.glob("*")) if BUILD.exists() else ():
        if path == LAB and changed():
            print(f"Kept {LAB.relative_to(ROOT)}: you changed {', '.join(changed())}.")
        elif path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return 0


def in_venv(module: str, *arguments: str, **settings: str) -> int:
    """Run a module with the Python in `.venv`; returns its exit code."""
    command = [venv_program("python"), "-m", module, *arguments]
    return subprocess.call(command, cwd=ROOT, env={**os.environ, **settings})


TASKS: dict[str, Callable[[], int]] = {
    "help": show_help,
    "serve": serve_book,
    "book": build_book,
    "lab": open_lab,
    "test": run_tests,
    "evidence": record_evidence,
    "conformance": compare_with_go,
    "bench": run_bench,
    "mutants": try_mutants,
    "clean": clean,
}


def main(arguments: list[str]) -> int:
    """Run the task that the command line names; without one, list them."""
    # A build and the tests start hundreds of Pythons that read the models: they are to be compiled once.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    name = arguments[0] if arguments else "help"
    if name not in TASKS or len(arguments) > 1:
        print(f"There is no task {' '.join(arguments)!r}: take one of {', '.join(TASKS)}.",
              file=sys.stderr)
        return 2
    return attempt(TASKS[name])


def attempt(task: Callable[[], int]) -> int:
    """Run a task; what it cannot mend itself becomes one sentence."""
    try:
        return task()
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
