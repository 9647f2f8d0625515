"""What was counted, recorded or claimed, as tables. Verdicts in them are computed."""
