"""Reading what a community already has, a spreadsheet or another tool's export, into typed rows.

Importers are pure: they read files and compute, they send nothing. A file with anything wrong in it is
refused as a whole by :class:`ImportRefused`, which carries every problem found.
"""

from cercle.importers.problems import ImportProblem, ImportRefused

__all__ = ["ImportProblem", "ImportRefused"]
