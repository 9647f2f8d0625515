"""A goroutine that waits on channels has values on its stack that others read and write while it waits."""


def adjustsudogs(rt, gp, adjinfo) -> None:
    """Re-aim each sudog's pointer to its value.

    Go: stack.go adjustsudogs
    """
    for sg in gp.waiting:
        sg.elem = rt.adjusted(gp, adjinfo, sg.elem, "sudog.elem")


def findsghi(rt, gp, stk) -> int:
    """The end of the highest value on the stack stk that gp waits with; 0 if there is none.

    Go: stack.go findsghi
    """
    ends = [sg.elem + sg.elemsize for sg in gp.waiting]
    return max((end for end in ends if stk.holds(end)), default=0)


def channels(rt, gp) -> list[int]:
    """The channels that gp waits on, each once if those that are equal stand side by side, as they do.

    Go: stack.go syncadjustsudogs
    """
    return [sg.c for i, sg in enumerate(gp.waiting) if i == 0 or sg.c != gp.waiting[i - 1].c]


def syncadjustsudogs(rt, gp, used: int, adjinfo) -> int:
    """Re-aim the sudogs and copy the part of the stack that channels may use, from the stack pointer up to
    sghi, while all those channels are locked. How many bytes that were.

    Go: stack.go syncadjustsudogs
    """
    if not gp.waiting:
        return 0
    for c in rt.channels(gp):
        rt.emit("lock", gp.id, c)
    rt.adjustsudogs(gp, adjinfo)
    size = 0
    if adjinfo.sghi:
        bottom = adjinfo.old.hi - used
        size = adjinfo.sghi - bottom
        rt.memmove(gp, bottom + adjinfo.delta, bottom, size)
    for c in rt.channels(gp):
        rt.emit("unlock", gp.id, c)
    return size
