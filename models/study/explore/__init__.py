"""Every interleaving of a few threads over shared memory: states, schedules, and verdicts on them."""
