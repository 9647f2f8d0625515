"""Go's rules as a build with -race has them: each does what that of its name does, and tells the detector.

What they tell is what Go's runtime and package sync tell theirs, call by call. A run with these rules needs a
detector in rt.race before its first step.

Leaves out: timers, system calls, finalizers.
"""

from models.runtime.runtime import RULES, is_rule, replaced

from . import chans, goroutines, locks, waits, words

RACING = replaced(**{name: f for module in (goroutines, chans, locks, waits, words)
                     for name, f in vars(module).items() if is_rule(f, module) and name in RULES})
