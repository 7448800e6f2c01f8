"""Whatever a report comes in (text, page, PDF, mail, feed, archive, table) becomes a `Document`."""

from onrecord.intake.compose import from_text
from onrecord.intake.counting import count
from onrecord.intake.front import documents
from onrecord.intake.options import IntakeOptions

__all__ = ["IntakeOptions", "count", "documents", "from_text"]
