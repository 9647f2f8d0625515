"""Where the fields that the switches touch lie in a g, an m and a gobuf: bytes from its first byte."""

from collections.abc import Mapping

RELEASES = ("1.27.3", "1.22.10")
WORD = 8
GOBUF = {"1.27.3": ("sp", "pc", "g", "ctxt", "lr", "bp"),
         "1.22.10": ("sp", "pc", "g", "ctxt", "ret", "lr", "bp")}
G_SCHED, M_MOREBUF = 56, 8


def offsets(release: str) -> Mapping[str, int]:
    """Name of a field -> its offset: "g.sched.sp", "m.g0", "buf.ctxt" (buf: a gobuf by itself).

    ValueError names the releases there are.

    Go: runtime2.go gobuf, runtime2.go g, runtime2.go m
    Leaves out: every field that no switch reads or writes.
    """
    if release not in RELEASES:
        raise ValueError(f"unknown Go release {release!r}: this machine knows {', '.join(RELEASES)}")
    older = WORD if release == "1.22.10" else 0  # gobuf.ret, gone in Go 1.25
    found = {"g.stack.lo": 0, "g.stack.hi": 8, "g.stackguard0": 16, "g.m": 48, "g.stktopsp": 128,
             "g.atomicstatus": 144, "g.startpc": 304 - older,
             "m.g0": 0, "m.gsignal": 72 + older, "m.curg": 184 + older}
    for place, name in enumerate(GOBUF[release]):
        found |= {f"buf.{name}": WORD * place, f"g.sched.{name}": G_SCHED + WORD * place,
                  f"m.morebuf.{name}": M_MOREBUF + WORD * place}
    return found
