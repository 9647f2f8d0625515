"""What the package does from the command line.

    python -m models go FILE     print each program of a file (program format) as Go source

A line that is not a valid program gets one sentence on stderr; the others still come out, and the
exit status is 2.
"""

import sys
from pathlib import Path

USAGE = "use it so: python -m models go FILE"


def main(args: list[str]) -> int:
    """Run one command; 2 when something about it was not right."""
    if len(args) != 2 or args[0] != "go":
        return _complain(USAGE)
    try:
        text = Path(args[1]).read_text(encoding="utf-8-sig")
    except OSError as error:
        return _complain(f"{args[1]} cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        return _complain(f"{args[1]} is not UTF-8 text: it must be a program a line, as JSON")
    return go(args[1], text.split("\n"))


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def go(file: str, lines: list[str]) -> int:
    """Print each line's program as Go source, one after the other."""
    from models.golang.gosource import source
    from models.program.parse import FormatError, parse_lines
    status, between = 0, ""
    for number, program in parse_lines(lines):
        if isinstance(program, FormatError):
            status = _complain(f"{file}, {program}")
        else:
            print(between + source(program, f"{Path(file).name}, line {number}"), end="")
            between = "\n"
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
