"""Checks that run real Go: on one P, through vet, or down to the machine's instructions."""

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from models.golang import toolchain
from models.golang.checks.ranges import spell, unfold
from models.golang.checks.source import CheckError, Source
from models.golang.places import LISTINGS

ONE_P = {"GOMAXPROCS": "1", "GOGC": "off", "GODEBUG": "asyncpreemptoff=1"}
TRIES = 3  # on a busy machine a run now and then loses its time slice, which changes its order


def check_order(source: Source, program: str, n: int, starts: str = "", ends: str = "") -> list[str]:
    """The order in which n spawned goroutines run on one P starts and ends like this."""
    first, last = unfold(starts), unfold(ends)

    def wrong(printed: str) -> str:
        order = [int(word) for word in printed.split() if word.isdigit()]
        if sorted(order) != list(range(n)):
            raise CheckError(f"{program} {n} did not print each number below {n} once")
        right = order[:len(first)] == first and order[n - len(last):] == last
        return "" if right else f"{program} {n} ran in the order {spell(order)}"

    return on_one_p(source, (LISTINGS / f"{program}.go").read_text(encoding="utf-8"), [str(n)], wrong)


def check_prints(source: Source, snippet: str, prints: str) -> list[str]:
    """A program run on one P prints exactly this."""
    def wrong(printed: str) -> str:
        return "" if printed.strip() == prints else f"the program printed {printed.strip()!r}"

    return on_one_p(source, snippet, [], wrong)


def on_one_p(source: Source, text: str, args: list[str], wrong: Callable[[str], str]) -> list[str]:
    """Build a program and run it on one P; a run that goes wrong is reported and repeated."""
    with tempfile.TemporaryDirectory() as folder:
        program = toolchain.build(source.release, _written(folder, text), Path(folder) / "program")
        for attempt in range(1, TRIES + 1):
            env = toolchain.environment(source.release, ONE_P)
            printed = toolchain.run([str(program), *args], env, None, 60)
            if not (complaint := wrong(printed)):
                return []
            print(f"outlier {attempt} on Go {source.release}: {complaint}", file=sys.stderr)
    return [f"{complaint}, {TRIES} times"]


def check_vet_fails(source: Source, snippet: str, says: str) -> list[str]:
    """`go vet` refuses these lines with a message that matches."""
    with tempfile.TemporaryDirectory() as folder:
        file = _written(folder, snippet)
        try:
            toolchain.go(source.release, ["vet", str(file)])
        except toolchain.ToolchainError as error:
            said = str(error)
            return [] if re.search(says, said) else [f"go vet says {said!r}, not /{says}/"]
    return ["go vet accepts the lines"]


def check_assembly(source: Source, snippet: str, func: str, lacks: list[str]) -> list[str]:
    """The function, compiled, has no instruction that matches."""
    with tempfile.TemporaryDirectory() as folder:
        listing = toolchain.go(source.release, ["build", "-gcflags=-S", str(_written(folder, snippet))])
    code = instructions(listing, func)
    return [f"{func} is compiled with {one}" for one in code
            if any(re.search(pattern, one) for pattern in lacks)]


def instructions(listing: str, func: str) -> list[str]:
    """The instructions of one function in the compiler's own listing."""
    found = re.search(rf"^\S*\.{func} STEXT.*?(?=^\S|\Z)", listing, re.MULTILINE | re.DOTALL)
    code = re.findall(r"\)\t([A-Z0-9]+\b[^\n]*)", found.group()) if found else []
    kept = [one for one in code if not re.match(r"TEXT|FUNCDATA|PCDATA", one)]
    if not kept:
        raise CheckError(f"the compiler's listing shows no instruction of {func}")
    return kept


def _written(folder: str, text: str) -> Path:
    """The text as a Go file in that folder."""
    file = Path(folder) / "snippet.go"
    file.write_text(text, encoding="utf-8")
    return file
