"""Templates and what they are given beside the values of a page."""

from __future__ import annotations

from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.views.amounts import number_label
from onrecord.views.dates import date_label
from onrecord.views.outline import clipped, one_line, showable
from onrecord.views.web import static
from onrecord.views.web.asking import where


class Paper:
    """Makes pages out of templates; every value is escaped, whatever it came from."""

    def __init__(self, secret: str) -> None:
        """Print pages whose forms carry that secret."""
        self._environment = Environment(
            # The report's own parts are used here as they are.
            loader=ChoiceLoader(
                [
                    PackageLoader("onrecord.views.web", "templates"),
                    PackageLoader("onrecord.views.html", "assets"),
                ]
            ),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_finalize,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "where": where,
            "static": static.address,
            "form_token": secret,
            "world": static.world,
        }
        self._environment.filters |= {
            "day": day,
            "number": lambda value: f"{value:,}",
            "amount": number_label,
            "one_line": lambda value: one_line(value or ""),
            "clipped": clipped,
            "counted": counted,
        }

    def printed(self, template: str, values: dict[str, Any]) -> str:
        """The page."""
        return self._environment.get_template(template).render(values)


def counted(number: int, noun: str, many: str = "") -> str:
    """A number with its noun: 1 report, 2,000 reports."""
    return f"{number:,} {noun if number == 1 else many or f'{noun}s'}"


def day(value: str | None) -> str:
    """An ISO date, date-time or TIMEX3 value in words; empty for null."""
    text = value or ""
    return date_label(text[:10] if text[10:11] in ("T", " ") and text[:4].isdigit() else text)


def _finalize(value: object) -> object:
    return showable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
