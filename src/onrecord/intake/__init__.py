"""Whatever a report comes in (text, JSON lines, HTML, a web address) becomes a `Document`."""

from onrecord.intake.compose import from_text
from onrecord.intake.front import count, documents
from onrecord.intake.options import IntakeOptions

__all__ = ["IntakeOptions", "count", "documents", "from_text"]
