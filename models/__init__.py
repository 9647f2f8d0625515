"""Go's scheduler as an executable model. Start in models/runtime."""
