"""The impact report: a community's figures for its board, as a page and as a PDF, naming nobody."""

from cercle.report.compose import compose
from cercle.report.figures import Figures, gather
from cercle.report.page import page
from cercle.report.paper import paper
from cercle.report.parts import Report

__all__ = ["Figures", "Report", "compose", "gather", "page", "paper"]
