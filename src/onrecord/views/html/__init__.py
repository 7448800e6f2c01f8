"""The HTML report: one self-contained page where words and record point at each other."""

from onrecord.views.html.page import HtmlReport, render

__all__ = ["HtmlReport", "render"]
