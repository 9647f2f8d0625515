"""The check at the beginning of functions, as the compiler writes it, for frames of many sizes.

The functions are made here, one for each size of its locals, and compiled as a package of their own, with
nothing to run.
"""

import re
import tempfile
from pathlib import Path

from models.golang import recording, toolchain
from models.golang.checks.live import instructions
from models.golang.toolchain import VERSIONS, ToolchainError

PLAIN = {"calls": ("", " + other(n)"), "leaf": ("", ""), "nosplit": ("\n//go:nosplit", "")}
KINDS = (*PLAIN, "closure")
LOCALS = (8, 96, 104, 112, 120, 128, 1000, 4056, 4064, 4072, 4080, 4088, 4096, 70_000, 120_000)

FUNCTION = """
//go:noinline{mark}
func {name}(n int) byte {{
\tvar a [{locals}]byte
\ta[n&7] = 1
\treturn a[0]{more}
}}
"""
CLOSURE = """
//go:noinline
func {name}() func(n int) byte {{
\tkept := 0
\treturn func(n int) byte {{
\t\tvar a [{locals}]byte
\t\ta[n&7] = 1
\t\tkept++
\t\treturn a[0] + other(kept)
\t}}
}}
"""


def name(kind: str, locals: int) -> str:
    """What the function is called that has so many bytes of locals."""
    return f"{kind}{locals}"


def source(sizes: tuple[int, ...] = LOCALS) -> str:
    """A package with a function of each kind for each size: it calls another, or nobody, or is told to have
    no check, or is a closure.
    """
    text = ["package frames\n\n//go:noinline\nfunc other(n int) byte {\n\treturn byte(n)\n}\n"]
    for locals in sizes:
        for kind, (mark, more) in PLAIN.items():
            text.append(FUNCTION.format(name=name(kind, locals), mark=mark, locals=locals, more=more))
        text.append(CLOSURE.format(name=name("closure", locals), locals=locals))
    return "".join(text)


def compiled(version: str, sizes: tuple[int, ...] = LOCALS) -> str:
    """The compiler's listing of that package."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "frames.go"
        file.write_text(source(sizes), encoding="utf-8")
        return toolchain.go(version, ["build", "-gcflags=-S", str(file)])


def prologue(listing: str, function: str) -> dict:
    """How one function begins: {"frame": bytes, "check": instructions before it takes its frame, "calls":
    what it calls if the check fails, "" if there is none, "duff": whether it clears its locals by a jump into
    the middle of duffzero}. Where a jump leads is left out.
    """
    header = re.search(rf"\.{re.escape(function)}\(SB\), [\w|]*, \$(\d+)-", listing)
    code = [" ".join(one.split()) for one in instructions(listing, re.escape(function))]
    if header is None or "PUSHQ BP" not in code:
        raise ToolchainError(f"the compiler's listing of {function} does not begin as expected: "
                             "models/golang/stacks/prologues.py must be brought up to this release")
    check = [re.sub(r"^(J\w+) \d+$", r"\1", one) for one in code[:code.index("PUSHQ BP")]]
    called = re.findall(r"CALL runtime\.(morestack\w*)", "\n".join(code))
    return {"frame": int(header[1]), "check": check, "calls": " ".join(called),
            "duff": any(one.startswith("DUFF") for one in code)}


def prologues(version: str, sizes: tuple[int, ...] = LOCALS) -> dict[str, dict[str, dict]]:
    """kind -> size of the frame -> {"check", "calls", "duff"}, for functions with so many bytes of locals."""
    listing = compiled(version, sizes)
    return {kind: dict(sized(prologue(listing, name(kind, locals) + ".func1" * (kind == "closure")))
                       for locals in sizes) for kind in KINDS}


def sized(found: dict) -> tuple[str, dict]:
    """(frame, the rest) of a function's beginning."""
    return str(found.pop("frame")), found


def record() -> dict:
    """Both releases: book/evidence/prologues.json."""
    return {"releases": {version: about(version) | {"kinds": prologues(version)} for version in VERSIONS}}


def about(version: str) -> dict:
    """On what it was recorded."""
    said = recording.settings(version, "frames.go", [], {})
    return {key: said[key] for key in ("go", "goos", "goarch")} | {
        "command": "go build -gcflags=-S frames.go"}
