"""A report as one HTML file that needs nothing else: no script, no font, no request."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from cercle.report.charts import Chart
from cercle.report.parts import Report


def page(report: Report) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
    )
    return environment.get_template("page.html").render(report=report, drawn=_drawn)


def _drawn(chart: Chart) -> Markup:
    return Markup(chart.svg())
