# Every task is one call of `python -m tools TASK`, which works without make as well.
PYTHON ?= python3

.PHONY: help serve book lab test clean
help serve book lab test clean:
	@$(PYTHON) -m tools $@
.DEFAULT_GOAL := help
