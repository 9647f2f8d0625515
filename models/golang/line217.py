"""What is on line 217 of proc.go, in seven releases."""

from hashlib import sha256

from models.golang import symbols, toolchain

FILE, LINE = "proc.go", 217


def look(release: str) -> dict:
    """One release: a hash of the line, and the function it lies in with its first line."""
    lines = toolchain.runtime_source(release, FILE).split("\n")
    name, first, _ = next(b for b in symbols.blocks(lines) if b[1] <= LINE <= b[2])
    return {"sha": sha256(text(release).encode()).hexdigest()[:16], "function": name,
            "function_line": first}


def text(release: str) -> str:
    """The line itself, without margins, from the release's source."""
    return toolchain.runtime_source(release, FILE).split("\n")[LINE - 1].strip()


def record() -> dict:
    """All seven, as kept in book/evidence/line217.json."""
    return {"file": FILE, "line": LINE,
            "releases": {release: look(release) for release in toolchain.LINE217_RELEASES}}
