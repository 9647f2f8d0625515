"""Spin, a model checker of another make: what the explorer of models/study finds, found independently.

The models are in Promela, Spin's language, beside this file. Spin makes a C program of one, `pan`,
which tries every interleaving.
"""
