"""Memory: words of 8 bytes at addresses. What nobody has written holds 0."""

from .sizes import POINTER_MASK, WORD


def check_address(address: int) -> None:
    """ValueError unless a word can stand there."""
    if address <= 0 or address % WORD:
        raise ValueError(f"{address:#x} is no word's address: it must be a multiple of {WORD} above 0")


def load(rt, address: int) -> int:
    """The word at an address."""
    check_address(address)
    return rt.memory.get(address, 0)


def store(rt, address: int, value: int) -> None:
    """Write a word; value is taken as an unsigned number of 64 bits."""
    check_address(address)
    rt.memory[address] = value & POINTER_MASK


def memmove(rt, gp, to: int, source: int, n: int) -> None:
    """Copy n bytes, whole words, from a stack of gp's to another.

    Go: memmove_amd64.s memmove
    """
    words = [rt.load(source + i) for i in range(0, n, WORD)]
    for i, word in enumerate(words):
        rt.store(to + i * WORD, word)
    rt.emit("memmove", gp.id, source, to, n)


def newobject(rt, words: int) -> int:
    """The address of so many new words that lie on no stack.

    Go: malloc.go newobject
    Leaves out: everything about how Go finds room for them; they are never freed.
    """
    address, rt.objects = rt.objects, rt.objects + words * WORD
    return address
