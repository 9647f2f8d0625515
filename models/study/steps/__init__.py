"""The rules in atomic steps: the second text, beside the rules of models/runtime, which can be explored."""
