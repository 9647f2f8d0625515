"""Once, atomic words and variables as a build with -race has them."""

from models.runtime import atomic, once

from .tell import order, swapped, touch


def once_Do(rt, gp, o: int, fn, args: tuple):
    """Go: sync/once.go Once.Do"""
    order(rt, gp, "acquire", "once", o)
    yield from once.once_Do(rt, gp, o, fn, args)


def once_done(rt, gp, o: int) -> None:
    """Go: sync/once.go Once.doSlow"""
    once.once_done(rt, gp, o)
    order(rt, gp, "release", "once", o)


def atomic_Load(rt, gp, a: int) -> int:
    """Go: race.go abigen_sync_atomic_LoadInt32"""
    order(rt, gp, "acquire", "atomic", a)
    return atomic.atomic_Load(rt, gp, a)


def atomic_Store(rt, gp, a: int, value: int) -> None:
    """Go: race.go abigen_sync_atomic_StoreInt32"""
    order(rt, gp, "release", "atomic", a)
    atomic.atomic_Store(rt, gp, a, value)


def atomic_CompareAndSwap(rt, gp, a: int, old: int, new: int) -> bool:
    """Go: race.go abigen_sync_atomic_CompareAndSwapInt32"""
    done = atomic.atomic_CompareAndSwap(rt, gp, a, old, new)
    swapped(rt, gp, done, "atomic", a)
    return done


def atomic_Add(rt, gp, a: int, delta: int) -> int:
    """Go: race.go abigen_sync_atomic_AddInt32"""
    order(rt, gp, "swap", "atomic", a)
    return atomic.atomic_Add(rt, gp, a, delta)


def var_read(rt, gp, v: int):
    """Go: race.go raceread"""
    touch(rt, gp, False, "var", v)
    return atomic.var_read(rt, gp, v)


def var_write(rt, gp, v: int, value) -> None:
    """Go: race.go racewrite"""
    touch(rt, gp, True, "var", v)
    atomic.var_write(rt, gp, v, value)
