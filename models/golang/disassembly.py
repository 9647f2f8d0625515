"""Real Go's machine code, read with `go tool objdump` and said in the notation of models/amd64."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from models.amd64.listing import Function
from models.amd64.notation import Instruction, Operand, parse
from models.golang import toolchain

# symbols of the routines that are written in assembly, by our names; of Go's functions the name says enough
ASSEMBLY = {"gogo": "runtime.gogo.abi0", "gogo<>": "gogo", "mcall": "runtime.mcall",
            "systemstack": "runtime.systemstack.abi0", "morestack": "runtime.morestack.abi0",
            "gosave_systemstack_switch<>": "gosave_systemstack_switch", "mstart": "runtime.mstart.abi0",
            "morestack_noctxt": "runtime.morestack_noctxt.abi0", "goexit": "runtime.goexit.abi0",
            "systemstack_switch": "runtime.systemstack_switch.abi0"}
CLOSURE = {"1.27.3": "_.goready.func1", "1.22.10": "runtime.send.goready.func1"}  # of goready, inlined in send
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
    return ASSEMBLY.get(name) or (name if name.startswith(("main.", "runtime.")) else f"runtime.{name}")


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
    plain = {"PUSHQ": f"push {rest}", "POPQ": f"pop {rest}", "RET": "return", "NOPL": "nop", "INT": "undefined"}
    return plain.get(word, "")


def theirs(code: list[Code], length: int) -> list[tuple]:
    """The first instructions of real code as `ours` gives them."""
    index = {one.address: i for i, one in enumerate(code)}
    return [_plain(said(one.text), index) for one in code[:length]]


def _plain(text: str, index: Mapping[int, int]) -> tuple:
    head, jump, target = text.rpartition("jump ")
    if jump and target.startswith("0x"):
        return ("jump", head.removeprefix("if ").strip(), index.get(int(target, 16)))
    return ("?", text) if not text else _form(parse(text, {}))


def ours(function: Function) -> list[tuple]:
    """Our lines in a form that can be compared: offsets as numbers, places as numbers of lines."""
    return [_local(line.instruction, function.places) for line in function.lines]


def _local(line: Instruction, places: Mapping[str, int]) -> tuple:
    target = line.operands[0].base if line.operands else ""
    if target.startswith(".") or line.op == "if":
        return ("jump", line.name, places.get(target))
    return _form(line)


def _form(line: Instruction) -> tuple:
    """Without the text; a sum of nothing is its register."""
    plain = [Operand("register", part.base) if part.kind == "sum" and not part.by else part
             for part in line.operands]
    return (line.op, *plain)


def frame(code: list[Code]) -> int:
    """Bytes that a function takes below the saved BP: the first change of SP after BP is set."""
    begun = next(i for i, one in enumerate(code) if one.text == "MOVQ SP, BP")
    word, _, rest = code[begun + 1].text.partition(" ")
    if word not in ("SUBQ", "ADDQ") or not rest.endswith(", SP"):
        return 0
    return abs(number(rest[1:].removesuffix(", SP").strip()))
