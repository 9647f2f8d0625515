"""The leak detector: what goroutines hold and wait for, and which of them nobody can wake any more."""
