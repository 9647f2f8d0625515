# Every task is one call of `python -m tools TASK`, which works without make as well.
PYTHON ?= python3
TASKS = help serve book lab test evidence conformance bench mutants clean

.DEFAULT_GOAL := help
.PHONY: $(TASKS)
$(TASKS):
	@$(PYTHON) -m tools $@
