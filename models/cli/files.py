"""What commands read: files with a program a line, and files of what Go printed.

A line that cannot be used gets one sentence on stderr; all others are used, and the exit status is 2.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from models.program.format import Program
from models.program.parse import FormatError, parse_lines

from .parser import Complaint


def complain(sentence: str) -> int:
    """Say what is not right."""
    print(sentence, file=sys.stderr)
    return 2


def told(file: str) -> str:
    """What a file is called in a message."""
    return "standard input" if file == "-" else file


def lines(file: str, holds: str = "a program a line, as JSON") -> list[str]:
    """The lines of a file, or of standard input. holds: what should be in it."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise Complaint(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Complaint(f"{file} is not UTF-8 text: it must be {holds}") from None


def programs(file: str, do: Callable[[Program, int], None]) -> int:
    """Do something with the program on each line; say of the other lines what is wrong with them."""
    status = 0
    for line, program in parse_lines(lines(file)):
        try:
            if isinstance(program, FormatError):
                raise Complaint(f"{told(file)}, {program}")
            do(program, line)
        except Complaint as complaint:
            status = complain(str(complaint))
    return status


def readable(file: str, holds: str, kind: str, parse: Callable):
    """A file of what Go printed, parsed; the lines that could not be read are named."""
    text = parse("\n".join(line.removesuffix("\r") for line in lines(file, holds)))
    for line in text.unread:
        complain(f"{told(file)}, line {line.number}: no line of {kind}: {line.text!r}")
    return text
