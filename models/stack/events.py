"""What happened to stacks, as plain tuples (kind, ...): cheap to make, typed when read.

Addresses are the model's own. p is None for whoever has no P; g is a goroutine's id.
"""

from collections import namedtuple

FIELDS = {
    "allocManual": "base npages",
    "freeManual": "base npages",
    "stackcacherefill": "p order stacks",    # P p takes these from the pool; the last is taken first
    "stackcacherelease": "p order stacks",   # P p gives these to the pool, in this order
    "stackalloc": "p lo n source",           # source: cache, pool, large, heap
    "stackfree": "p lo n where",             # where: cache, pool, large, heap
    "call": "g function sp",                 # sp: at its first instruction
    "ret": "g function sp",                  # sp: at its first instruction too
    "morestack": "g function sp",            # its check has failed
    "newstack": "g old new used needed",     # the sizes; used and needed as the rule counts them
    "keeps": "g",                            # g is not stopped although it was asked to: it goes on
    "preempted": "g how",                    # how: gopreempt_m, preemptPark
    "copystack": "g old new used",           # old, new: (lo, hi)
    "memmove": "g old new n",                # n bytes, from the low end up
    "lock": "g c",                           # nobody else uses channel c now
    "unlock": "g c",
    "adjust": "g what slot before after",    # a pointer re-aimed; slot: its address now, 0: not in memory
    "switch": "g lo hi guard sp",            # from here on g's stack is that one
    "shrinkstack": "g old new used",
    "shrinklater": "g",                      # it is not safe now: at g's next check
    "startsize": "size",                     # what a g that is used again gets from here on
}

TYPES = {kind: namedtuple(kind, f"kind {rest}") for kind, rest in FIELDS.items()}


def read(event: tuple):
    """The event with its fields named.

    ValueError names the kind or the number of fields that is wrong.
    """
    kind = event[0]
    if kind not in TYPES:
        raise ValueError(f"unknown event kind {kind!r}; the kinds are {', '.join(TYPES)}")
    if len(event) != len(TYPES[kind]._fields):
        fields = len(TYPES[kind]._fields)
        raise ValueError(f"a {kind} event has {fields} fields, this has {len(event)}")
    return TYPES[kind](*event)
