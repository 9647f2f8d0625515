"""Checks that run real Go: on one P, through vet, or down to the machine's instructions."""

import re
import sys
import tempfile
from pathlib import Path

from models.golang import toolchain
from models.golang.asm import disassembly
from models.golang.checks.source import CheckError, Source
from models.golang.gdb import registers
from models.golang.programs import spawn

TRIES = 20  # on a busy machine a run now and then loses its time slice, which changes its order


def check_order(source: Source, n: int, starts: str = "", ends: str = "") -> list[str]:
    """The order in which spawn.go's n goroutines run on one P starts and ends like this."""
    return differs("spawn.go", spawn.spawn_order(source.release, n)["order"], starts, ends)


def differs(who: str, order: list[int], starts: str, ends: str) -> list[str]:
    """A complaint unless the order starts and ends like this; "9 0-8" is 9, then 0 to 8."""
    first, last = spawn.expand(starts), spawn.expand(ends)
    right = order[:len(first)] == first and order[len(order) - len(last):] == last
    return [] if right else [f"{who} ran {len(order)} goroutines as {spawn.compact(order)}"]


def check_prints(source: Source, snippet: str, prints: str) -> list[str]:
    """A program run on one P prints exactly this; a run that does not is reported and repeated."""
    with tempfile.TemporaryDirectory() as folder:
        program = toolchain.build(source.release, _written(folder, snippet), Path(folder) / "program")
        env = toolchain.environment(source.release, spawn.ENV)
        for attempt in range(1, TRIES + 1):
            printed = toolchain.run([str(program)], env, None, 60).strip()
            if printed == prints:
                return []
            print(f"Go {source.release}, run {attempt}, an outlier: {printed}", file=sys.stderr)
    return [f"the program printed {printed!r} in the last of {TRIES} runs, not {prints!r}"]


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


def check_build_fails(source: Source, snippet: str, says: str) -> list[str]:
    """`go build` refuses these lines, which `go vet` need not, with a message that matches."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            toolchain.build(source.release, _written(folder, snippet), Path(folder) / "program")
        except toolchain.ToolchainError as error:
            said = str(error)
            return [] if re.search(says, said) else [f"go build says {said!r}, not /{says}/"]
    return ["go build accepts the lines"]


def check_assembly(source: Source, snippet: str, func: str, lacks: list[str]) -> list[str]:
    """The function, compiled, has no instruction that matches."""
    with tempfile.TemporaryDirectory() as folder:
        file, program = _written(folder, snippet), Path(folder) / "program"
        listing = toolchain.go(source.release, ["build", "-gcflags=-S", "-o", str(program), str(file)])
    code = instructions(listing, func)
    return [f"{func} is compiled with {one}" for one in code
            if any(re.search(pattern, one) for pattern in lacks)]


def check_calls(source: Source, func: str, calls: list[str]) -> list[str]:
    """The runtime's function, built for amd64, calls these functions in this order, and no other."""
    code = disassembly.disassembled(source.release, registers.program(source.release), [func])[func]
    called = [one.text.split()[1] for one in code if one.text.startswith("CALL ")]
    seen = [disassembly.short(name.removesuffix("(SB)")) for name in called]
    return [] if seen == calls else [f"{func} calls {', '.join(seen)}, not {', '.join(calls)}"]


def check_compile_tool(source: Source, snippet: str, says: str) -> list[str]:
    """`go tool compile -S -l` prints something that matches of these lines, whether it succeeds or not."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = _written(folder, snippet), Path(folder) / "object"
        try:
            said = toolchain.go(source.release, ["tool", "compile", "-S", "-l", "-o", str(out), str(file)])
        except toolchain.ToolchainError as error:
            said = str(error)
    return [] if re.search(says, said) else [f"go tool compile says {said!r}, not /{says}/"]


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
