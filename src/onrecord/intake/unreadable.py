"""The one exception of the room: something cannot be read, and why."""

from __future__ import annotations

from typing import Literal

from onrecord.schema import Failure

Stage = Literal["find", "fetch", "decode", "parse"]


class Unreadable(Exception):  # noqa: N818 - it names a state of the input, not an error of ours
    """Raised inside the room where one document ends; the front turns it into a `Failure`."""

    def __init__(self, stage: Stage, reason: str, hint: str = "") -> None:
        """Keep the stage, what is wrong, and what the reader can do about it."""
        super().__init__(reason)
        self.stage: Stage = stage
        self.reason = reason
        self.hint = hint

    def failure(self, uri: str) -> Failure:
        """The same, said of one source."""
        # A path may hold bytes that are no text (PEP 383); they are shown, not raised again.
        shown = uri.encode("utf-8", "backslashreplace").decode("utf-8")
        return Failure(uri=shown, stage=self.stage, reason=self.reason, hint=self.hint)


def system_reason(error: OSError | ValueError) -> tuple[str, str]:
    """What the operating system refused, in words, and what to do about it."""
    if isinstance(error, PermissionError):
        return "permission denied", "Give yourself the right to read it, or leave it out."
    if isinstance(error, FileNotFoundError):
        return "no such file or folder", "Check the spelling and the folder you are in."
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower(), ""
    return str(error), ""
