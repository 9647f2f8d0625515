"""The registers and gobufs that gdb prints of a goroutine that has left (the session "park"), as numbers."""

import re


def values(output: str) -> dict[str, int]:
    """The numbers of a session: "rax", "$1.sp", "$1.pc", …"""
    found = {match[1]: int(match[2], 16) for match in re.finditer(r"^(\w+) +(0x\w+) ", output, re.MULTILINE)}
    for number, inside in re.findall(r"^\$(\d) = {(.*)}$", output, re.MULTILINE):
        found |= {f"${number}.{name}": int(value, 16)
                  for name, value in re.findall(r"(\w+) = (0x\w+)", inside)}
    return found
