"""Runs told moment by moment, each as one page shows it: what has just happened, and how things stand then."""
