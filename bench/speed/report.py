"""Writes docs/performance.md."""
def write(figures, arguments):
    pass
