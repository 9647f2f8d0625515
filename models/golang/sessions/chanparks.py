"""Who waits on a channel, and why, where gdb stops book/go/chanparks.go at gopark (the session "chan")."""

import re

# How the listing's goroutines wait, in the order in which they do, and the reasons.
WAITS = {"send": "chan send", "send full": "chan send", "receive": "chan receive", "select": "select",
         "send nil": "chan send (nil chan)", "receive nil": "chan receive (nil chan)",
         "select nothing": "select (no cases)"}
STOP = re.compile(r'^AX=(?P<ax>\w+) BX=(?P<bx>\w+) CX=(?P<cx>\d+) R14=(?P<r14>\w+) goid=(?P<goid>\d+) '
                  r'status=(?P<status>\d+) "(?P<reason>.*)"(?:\n(?P<unlockf>runtime\.\w+) in .*)?$',
                  re.MULTILINE)


def stops(output: str) -> dict[str, dict[str, str]]:
    """For each way to wait what gdb saw: the registers, the goroutine, the reason, and the function that AX
    leads to ("" where it is nil).
    """
    found = [match.groupdict(default="") for match in STOP.finditer(output)]
    return dict(zip(WAITS, found, strict=True))
