"""What a task says when it cannot go on."""


class Problem(Exception):
    """One clear sentence for the person at the keyboard: what is wrong, and what mends it."""
