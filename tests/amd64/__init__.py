"""Tests of the register machine."""
