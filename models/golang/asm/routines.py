"""Whether our listing of the switches is real Go's machine code, instruction by instruction."""

from collections.abc import Mapping
from pathlib import Path

from models.amd64.frames import FRAMES
from models.amd64.layout import offsets
from models.amd64.listing import Function
from models.amd64.notation import Instruction, Operand, parse
from models.amd64.program import code
from models.golang.asm.disassembly import ASSEMBLY, Code, begun, disassembled, frame, said

SAVE = "save"  # compiled from Go, so only what it stores in the gobuf has an order that means something
NAMES = tuple(name for name in ASSEMBLY if name != "systemstack_switch")  # nobody runs that


def differences(version: str, program: Path) -> list[str]:
    """Where our listing and the machine code of a program differ, a line each; none if they say the same.

    Of routines in assembly every instruction counts; of functions written in Go the check of the stack and
    the size of the frame; of save what it stores where.
    """
    known = code(version)
    real = disassembled(version, program, [*NAMES, *FRAMES[version], SAVE])
    found = []
    for name in NAMES:
        found += unlike(name, ours(known[name]), theirs(real[name]))
    for name, size in FRAMES[version].items():
        taken = frame(real[name])
        found += [] if taken == size else [f"{name}: a frame of {taken}, not of {size}"]
        found += unlike(name, opening(ours(known[name])), opening(theirs(real[name][:begun(real[name])])))
    return found + unlike(SAVE, stored(version), stores(real[SAVE]))


def unlike(name: str, our: list, their: list) -> list[str]:
    """The first instruction in which two texts differ."""
    if our == their:
        return []
    shorter = min(len(our), len(their))
    at = next((i for i in range(shorter) if our[i] != their[i]), shorter)
    return [f"{name}, instruction {at}: ours {our[at:at + 1]}, Go's {their[at:at + 1]}"]


def theirs(real: list[Code]) -> list[tuple]:
    """Real code in a form that can be compared; what our notation has no word for keeps its text."""
    index = {one.address: i for i, one in enumerate(real)}
    return [plain(one.text, index) for one in real]


def plain(text: str, index: Mapping[int, int]) -> tuple:
    """One instruction of real code; a jump inside the function goes to the number of an instruction."""
    ours = said(text)
    head, jump, target = ours.rpartition("jump ")
    if jump and target.startswith("0x"):
        return ("jump", head.removeprefix("if ").strip(), index.get(int(target, 16)))
    return form(parse(ours, {})) if ours else ("?", text)


def ours(function: Function) -> list[tuple]:
    """Our lines in the same form."""
    return [local(line.instruction, function.places) for line in function.lines]


def local(line: Instruction, places: Mapping[str, int]) -> tuple:
    target = line.operands[0].base if line.operands else ""
    return ("jump", line.name, places.get(target)) if target.startswith(".") else form(line)


def form(line: Instruction) -> tuple:
    """Without the text; a sum of nothing is its register."""
    return (line.op, *(Operand("register", part.base) if part.kind == "sum" and not part.by else part
                       for part in line.operands))


def opening(lines: list[tuple]) -> list[tuple]:
    """How a function begins, up to its BP: the check of the stack. Where it jumps to does not count."""
    plainly = [line[:2] if line[0] == "jump" else line for line in lines]
    bridge = plainly[0] == ("move", Operand("register", "R14"), Operand("register", "tls.g"))
    end = plainly.index(("push", Operand("register", "BP")))
    return plainly[bridge:end + 2]  # real Go has the bridge from assembly in a function of its own


def stored(version: str) -> list[int]:
    """The offsets in a g to which our save writes."""
    lines = (line.instruction for line in code(version)[SAVE].lines)
    written = (line.operands[0] for line in lines if line.op == "move")
    return [to.by for to in written if to.kind == "memory" and to.by >= offsets(version)["g.sched.sp"]]


def stores(real: list[Code]) -> list[int]:
    """The same of real code. MOVUPS writes two words at once."""
    found = []
    for one in real:
        word, _, rest = one.text.partition(" ")
        place = rest.rpartition(", ")[2]
        if word in ("MOVQ", "MOVUPS") and place.startswith("0x") and not place.endswith("(SP)"):
            by = int(place.partition("(")[0], 16)
            found += [by, by + 8] if word == "MOVUPS" else [by]
    return found
