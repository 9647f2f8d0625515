"""One release's runtime source, read the way the checks need it: declarations and their code."""

import re
from dataclasses import dataclass, field
from functools import cache

from models.golang import symbols, toolchain

_WORDS_AND_COMMENTS = re.compile(r'"(?:\\.|[^"\\\n])*"|`[^`]*`|' r"'(?:\\.|[^'\\\n])+'|"
                                 r"(?P<comment>//[^\n]*|/\*.*?\*/)", re.DOTALL)


class CheckError(ValueError):
    """A check cannot be carried out: what it asks about is not there, or it is written wrongly."""


@dataclass(frozen=True)
class Source:
    """The package runtime of one release. `changed` puts other texts in place of named files."""

    release: str
    changed: dict[str, str] = field(default_factory=dict)

    def text(self, file: str) -> str:
        """The text of a file, named relative to src/runtime."""
        if file in self.changed:
            return self.changed[file]
        return toolchain.runtime_source(self.release, file)

    def line(self, file: str, number: int) -> str:
        """One line (the first is 1), without its end."""
        lines = self.text(file).split("\n")
        if not 1 <= number <= len(lines):
            raise CheckError(f"{file} of Go {self.release} has {len(lines)} lines, no {number}")
        return lines[number - 1]

    def files(self) -> list[str]:
        """Every Go and assembler file of the package and its folders, tests left out."""
        return _files(self.release)

    def declaration(self, file: str, name: str) -> str:
        """The code of a function, of a method as "T.name", or of a type; no comments."""
        found = _declarations(self.text(file)).get(name)
        if found is None:
            raise CheckError(f"{file} of Go {self.release} declares no {name}")
        return found

    def struct(self, file: str, name: str) -> dict[str, str]:
        """A struct's own fields and their types, in order; an embedded one has an empty type."""
        return fields(self.declaration(file, name))


@cache
def _files(release: str) -> list[str]:
    """The names below src/runtime, sorted."""
    root = toolchain.goroot(release) / "src" / "runtime"
    names = (path.relative_to(root).as_posix() for path in root.rglob("*.[gs]*"))
    return sorted(n for n in names if n.endswith((".go", ".s")) and not n.endswith("_test.go"))


@cache
def _declarations(text: str) -> dict[str, str]:
    """The code of everything that a file declares, by name; a big file is taken apart only once."""
    lines = text.split("\n")
    return {name: without_comments("\n".join(lines[first - 1:last]))
            for name, first, last in reversed(symbols.blocks(lines))}


def without_comments(code: str) -> str:
    """The code with every comment left out and every line's end trimmed."""
    bare = _WORDS_AND_COMMENTS.sub(lambda m: "" if m["comment"] else m.group(), code)
    return re.sub(r"[ \t]+$", "", bare, flags=re.MULTILINE)


def fields(declaration: str) -> dict[str, str]:
    """Field names and types on the first level of a struct's declaration."""
    found: dict[str, str] = {}
    for line in declaration.split("\n")[1:]:
        names, _, kind = _field(line)
        found |= {name: kind for name in names}
    return found


def _field(line: str) -> tuple[list[str], str, str]:
    """The names and the type that one line declares; a line of an inner struct declares none."""
    match = re.match(r"\t(\w+(?:, \w+)*)(\s+)?(.*)$", line)
    return (match[1].split(", "), match[2] or "", match[3]) if match else ([], "", "")
