"""What can go wrong with an archive, told so that the reader knows what to do."""

from __future__ import annotations


class ArchiveError(Exception):
    """An archive that cannot be opened, read or written: what is wrong, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Say what is wrong, with the archive's name, and what may help."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Both in one line."""
        return f"{self.message}. {self.hint}".rstrip() if self.hint else self.message
