"""What is on line 217 of proc.go, in seven releases."""

from models.golang import symbols, toolchain

FILE, LINE = "proc.go", 217


def look(release: str) -> dict:
    """One release: the line without margins, and the function it lies in with its first line."""
    text = toolchain.runtime_source(release, FILE)
    name, first, _ = next(b for b in symbols.blocks(text.split("\n")) if b[1] <= LINE <= b[2])
    return {"text": text.split("\n")[LINE - 1].strip(), "function": name, "function_line": first}


def record() -> dict:
    """All seven, as kept in book/evidence/line217.json."""
    return {"file": FILE, "line": LINE,
            "releases": {release: look(release) for release in toolchain.LINE217_RELEASES}}
