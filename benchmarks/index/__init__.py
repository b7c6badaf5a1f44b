"""The index beside what people would use instead: ``make bench-index``."""
