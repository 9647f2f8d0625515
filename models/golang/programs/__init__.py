"""Programs of the format on real Go: as source, run by the thousand, and compared with the models."""
