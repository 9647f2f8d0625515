"""Goroutines as a build with -race has them: a go statement orders, the end of a goroutine does not."""

from models.runtime import newproc, park

from .stack import stack
from .tell import number


def newproc1(rt, pp, fn, args: tuple = (), callergp=None, *rest):
    """Go: proc.go newproc1"""
    newg = newproc.newproc1(rt, pp, fn, args, callergp, *rest)
    if callergp:
        rt.race.start(newg.goid, number(rt, callergp), stack(rt, callergp))
    return newg


def goexit0(rt, mp, gp) -> None:
    """Go: proc.go gdestroy"""
    rt.race.ended.add(number(rt, gp))
    park.goexit0(rt, mp, gp)
