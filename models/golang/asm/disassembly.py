"""Real Go's machine code, read with `go tool objdump` and said in the notation of models/amd64."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from models.golang import toolchain

# symbols of the routines that are written in assembly, by our names; of Go's functions the name says enough
ASSEMBLY = {"gogo": "runtime.gogo.abi0", "gogo<>": "gogo", "mcall": "runtime.mcall",
            "systemstack": "runtime.systemstack.abi0", "morestack": "runtime.morestack.abi0",
            "gosave_systemstack_switch<>": "gosave_systemstack_switch", "mstart": "runtime.mstart.abi0",
            "morestack_noctxt": "runtime.morestack_noctxt.abi0", "goexit": "runtime.goexit.abi0",
            "systemstack_switch": "runtime.systemstack_switch.abi0"}
# of goready, which the compiler has put into send
CLOSURE = {"1.27.3": "_.goready.func1", "1.22.10": "runtime.send.goready.func1"}
BRANCHES = {"JE": "equal", "JNE": "not equal", "JBE": "at most"}
_CODE = re.compile(r"^\s+\S+:\d+\s+0x([0-9a-f]+)\s+([0-9a-f]+)\s+(.*?)\s*$")
_PLACE = re.compile(r"(-?0x[0-9a-f]+|0)?\((\w+)\)$")


class Code(NamedTuple):
    """One instruction: its address, the bytes that it takes, and the text that objdump gives it."""

    address: int
    size: int
    text: str


def symbol(name: str, version: str) -> str:
    """The symbol of what we call by a short name: "main.worker" is its own, "gopark" the runtime's."""
    if name == "goready.func1":
        return CLOSURE[version]
    whole = name.startswith(("main.", "runtime.", "syscall."))
    return ASSEMBLY.get(name) or (name if whole else f"runtime.{name}")


def short(symbol: str) -> str:
    """Our name of a symbol."""
    back = {full: name for name, full in ASSEMBLY.items()}
    if symbol in back:
        return back[symbol]
    bare = symbol.removesuffix(".abi0")
    return bare if bare in ("runtime.main", "main.main") else bare.removeprefix("runtime.")


def disassembled(version: str, program: Path, names: Iterable[str]) -> dict[str, list[Code]]:
    """The machine code of these functions, by our names; ToolchainError names one that is not there."""
    wanted = {symbol(name, version): name for name in names}
    pattern = "^(" + "|".join(map(re.escape, wanted)) + ")$"
    found: dict[str, list[Code]] = {}
    for line in toolchain.go(version, ["tool", "objdump", "-s", pattern, str(program)]).splitlines():
        if line.startswith("TEXT "):
            code = found.setdefault(wanted[line.split()[1].removesuffix("(SB)")], [])
        elif match := _CODE.match(line):
            code.append(Code(int(match[1], 16), len(match[2]) // 2, " ".join(match[3].split())))
    missing = set(wanted.values()) - found.keys()
    if missing:
        raise toolchain.ToolchainError(f"the program of Go {version} has no {', '.join(sorted(missing))}")
    return found


def number(text: str) -> int:
    """A number as objdump writes it; four-byte numbers may stand for negative ones."""
    value = int(text, 16)
    return value - (1 << 32) if value >= 1 << 31 else value


def operand(text: str) -> str:
    """One operand in our notation."""
    if text == "FS:0xfffffff8":
        return "tls.g"
    if text.startswith("$"):
        return str(number(text[1:]))
    if text.endswith("(SB)"):
        name, _, by = text.removesuffix("(SB)").partition("+")
        return f"&{short(name)}" + (f"+{by}" if by else "")
    place = _PLACE.match(text)
    if not place:
        return text
    by = number(place[1] or "0")
    return f"[{place[2]}{by:+d}]" if by else f"[{place[2]}]"


def said(text: str) -> str:
    """One instruction in our notation; a jump's target stays an address. "" if it has no words for it."""
    word, _, rest = text.partition(" ")
    parts = [operand(part.strip()) for part in rest.split(", ")] if rest else []
    if word in ("MOVQ", "MOVL") and len(parts) == 2:
        return f"{parts[1]} = {parts[0]}"
    if word == "LEAQ":
        return f"{parts[1]} = {parts[0].strip('[]')}"
    if word in ("ADDQ", "SUBQ") and parts[1] == "SP":
        by = int(parts[0]) * (1 if word == "ADDQ" else -1)
        return f"SP = SP{by:+d}"
    if word == "TESTQ" and parts[0] == parts[1]:
        return f"compare {parts[0]}, 0"
    if word == "CMPQ":
        return f"compare {parts[0]}, {parts[1]}"
    if word in BRANCHES:
        return f"if {BRANCHES[word]} jump {rest}"
    if word in ("CALL", "JMP"):
        return f"{'call' if word == 'CALL' else 'jump'} {parts[0].removeprefix('&')}"
    plain = {"PUSHQ": f"push {rest}", "POPQ": f"pop {rest}", "RET": "return", "NOPL": "nop",
             "INT": "undefined"}
    return plain.get(word, "")


def begun(code: list[Code]) -> int:
    """How many instructions a function has up to the one that sets BP, this one too."""
    return next(i for i, one in enumerate(code) if one.text == "MOVQ SP, BP") + 1


def frame(code: list[Code]) -> int:
    """Bytes that a function takes below the saved BP."""
    word, _, rest = code[begun(code)].text.partition(" ")
    if word not in ("SUBQ", "ADDQ") or not rest.endswith(", SP"):
        return 0
    return abs(number(rest[1:].removesuffix(", SP").strip()))
