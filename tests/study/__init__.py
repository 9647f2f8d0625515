"""Tests of what asks questions of the rules."""
