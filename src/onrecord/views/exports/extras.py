"""Libraries that only some exports need, and what to say where one is missing."""

from __future__ import annotations

import importlib
from types import ModuleType

from onrecord.views.output import OutputError


def library(name: str, extra: str, path: str) -> ModuleType:
    """A library that an extra of onrecord brings.

    Raises:
        OutputError: it is not installed; the hint says how to get it. `path` is the output
            that cannot be written without it.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        raise OutputError(
            path,
            f"{package} is not installed",
            f"Get it with: pip install 'onrecord[{extra}]'",
        ) from error
