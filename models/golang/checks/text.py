"""Checks that read Go's source. Each gives a list of complaints; an empty list means it is so.

Patterns are regular expressions of ours on code without comments.
"""

import re

from models.golang import symbols
from models.golang.checks.source import Source


def check_fields(source: Source, file: str, struct: str, has: dict[str, str] | None = None,
                 lacks: list[str] | None = None) -> list[str]:
    """The struct has these fields with these types, and none of those it must lack."""
    found = source.struct(file, struct)
    wrong = [f"{struct}.{name} is {found.get(name, 'missing')}, not {kind}"
             for name, kind in (has or {}).items() if found.get(name) != kind]
    return wrong + [f"{struct} has a field {name}" for name in lacks or [] if name in found]


def check_head(source: Source, file: str, func: str, has: list[str]) -> list[str]:
    """The function's first line matches each pattern."""
    return _patterns(func, source.declaration(file, func).split("\n")[0], has, [])


def check_body(source: Source, file: str, func: str, has: list[str] | None = None,
               lacks: list[str] | None = None, in_order: list[str] | None = None) -> list[str]:
    """Patterns that the function's code has, lacks, and has one after another."""
    code = source.declaration(file, func)
    return _patterns(func, code, has or [], lacks or []) + following(func, code, in_order or [])


def check_count(source: Source, file: str, func: str, pattern: str, times: int) -> list[str]:
    """The pattern occurs that often in the function's code."""
    seen = len(re.findall(pattern, source.declaration(file, func)))
    return [] if seen == times else [f"{func} has /{pattern}/ {seen} times, not {times}"]


def check_callers(source: Source, func: str, calls: list[str]) -> list[str]:
    """The runtime calls the function somewhere, and with no other arguments than these."""
    call = re.compile(rf"(?<!func )\b{func}\(([^()]*)\)")
    seen = {(file, args) for file in source.files() if file.endswith(".go")
            for args in call.findall(_code_with(source, file, func))}
    if not seen:
        return [f"nothing calls {func}"]
    return [f"{file} calls {func}({args})" for file, args in sorted(seen) if args not in calls]


def check_no_name(source: Source, name: str, file: str | None = None) -> list[str]:
    """No file of the runtime (or not this one) uses the name in its code."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    return [f"{one} uses the name {name}" for one in ([file] if file else source.files())
            if word.search(_code_with(source, one, name))]


def check_first_year(source: Source, year: int) -> list[str]:
    """The oldest copyright line of the Go authors in the runtime is of this year."""
    line = re.compile(r"Copyright (\d{4}) The Go Authors")
    years = {int(found) for file in source.files() for found in line.findall(source.text(file))}
    return [] if min(years) == year else [f"the oldest copyright year is {min(years)}, not {year}"]


def check_line_inside(source: Source, file: str, line: int, func: str) -> list[str]:
    """That line lies inside this function."""
    seen = symbols.enclosing(source.text(file), line) or "no declaration"
    return [] if seen == func else [f"{file}:{line} lies inside {seen}, not {func}"]


def _code_with(source: Source, file: str, name: str) -> str:
    """The code of a file, or nothing where the name does not even occur (most files, quickly)."""
    text = source.text(file)
    return re.sub(r"//[^\n]*", "", text) if name in text else ""


def _patterns(func: str, code: str, has: list[str], lacks: list[str]) -> list[str]:
    """Complaints about patterns that are missing or should be."""
    return ([f"{func} has no /{one}/" for one in has if not re.search(one, code, re.MULTILINE)]
            + [f"{func} has /{one}/" for one in lacks if re.search(one, code, re.MULTILINE)])


def following(func: str, code: str, patterns: list[str]) -> list[str]:
    """A complaint at the first pattern that does not follow the ones before it."""
    at = 0
    for one in patterns:
        found = re.compile(one).search(code, at)
        if not found:
            return [f"{func} has no /{one}/ after what must come before it"]
        at = found.end()
    return []
