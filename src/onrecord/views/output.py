"""Where a view is written: a file as a whole or line by line, or standard output."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

STDOUT = "standard output"

_HINTS = {
    errno.ENOSPC: ("the disk is full", "Free some space, or choose another place with --out."),
    errno.EDQUOT: ("your disk quota is used up", "Free some space, or choose another place."),
    errno.EPIPE: ("the program that was reading the output has stopped", ""),
    errno.EACCES: ("no permission to write there", "Choose another place with --out."),
    errno.EPERM: ("no permission to write there", "Choose another place with --out."),
    errno.EROFS: ("the file system is read-only", "Choose another place with --out."),
    errno.ENOENT: ("the folder does not exist", "Make the folder first, or choose another place."),
    errno.ENOTDIR: ("a part of the path is not a folder", "Check the path given to --out."),
    errno.EISDIR: ("it is a folder, not a file", "Give a file name to --out."),
    errno.EFBIG: ("the file has grown past what the system allows", "Choose another place."),
    errno.ENAMETOOLONG: ("the file name is too long", "Choose a shorter name."),
}


class OutputError(Exception):
    """The output could not be written: where, why, and what to do.

    `path` is a file's path or "standard output", `broken_pipe` is true where the
    reader of a pipe has gone, which is often meant (`onrecord read … | head`).
    """

    def __init__(
        self, path: str, reason: str, hint: str = "", *, broken_pipe: bool = False
    ) -> None:
        """Say where it failed, why, and what may help."""
        super().__init__(f"cannot write {path}: {reason}")
        self.path = path
        self.reason = reason
        self.hint = hint
        self.broken_pipe = broken_pipe

    @classmethod
    def of(cls, path: str, error: OSError) -> OutputError:
        """The error that the system gave, in plain words."""
        default = ((error.strerror or str(error)).lower(), "")
        reason, hint = _HINTS.get(error.errno or 0, default)
        return cls(path, reason, hint, broken_pipe=error.errno == errno.EPIPE)


@contextlib.contextmanager
def naming(path: str) -> Iterator[None]:
    """Turn an `OSError` inside the block into an `OutputError` about `path`."""
    try:
        yield
    except OSError as error:
        raise OutputError.of(path, error) from error


class Sink:
    """A place to write bytes to, for as long as it is open.

    `finish` makes the output final, `discard` gives up. Both may be called more
    than once; only the first call counts.
    """

    path: str

    def write(self, data: bytes) -> None:
        """Hand all of `data` to the system."""
        raise NotImplementedError

    def finish(self) -> None:
        """Make the output final."""
        raise NotImplementedError

    def discard(self) -> None:
        """Give up; by default what was written stays."""
        self.finish()

    def fail(self) -> None:
        """Clean up after a write that the system refused."""
        self.discard()


class StreamSink(Sink):
    """Standard output or another stream that is open already and stays open."""

    def __init__(self, stream: BinaryIO, path: str = STDOUT) -> None:
        """Write to `stream`, called `path` in messages."""
        self.path = path
        self._stream = stream

    @property
    def is_standard_output(self) -> bool:
        """Whether the stream is this process's own standard output."""
        return self._stream is getattr(sys.stdout, "buffer", None)

    def write(self, data: bytes) -> None:
        """Write and flush, so that a reader of the pipe sees each record when it is ready."""
        with naming(self.path):
            self._stream.write(data)
            self._stream.flush()

    def finish(self) -> None:
        """Leave the stream to its owner."""

    def fail(self) -> None:
        """Keep Python from failing a second time when it flushes standard output at exit."""
        with contextlib.suppress(OSError, ValueError):
            handle = self._stream.fileno()
            if handle == 1:
                devnull = os.open(os.devnull, os.O_WRONLY)
                os.dup2(devnull, handle)
                os.close(devnull)


class ProgressiveFile(Sink):
    """A file that holds only whole lines at any moment, whatever stops the run."""

    def __init__(self, path: Path) -> None:
        """Open `path` anew.

        Raises:
            OutputError: it cannot be opened.
        """
        self.path = str(path)
        with naming(self.path):
            # Unbuffered: what has been read lies in the file, not in our memory.
            self._file = open(path, "wb", buffering=0)  # noqa: SIM115
        self._whole = 0

    def write(self, data: bytes) -> None:
        """Write `data` whole, or not at all where the disk is full half-way."""
        try:
            with naming(self.path):
                view = memoryview(data)
                while view:
                    view = view[self._file.write(view) :]
        except OutputError:
            with contextlib.suppress(OSError):
                self._file.truncate(self._whole)
                self._file.seek(self._whole)
            raise
        self._whole += len(data)

    def finish(self) -> None:
        """Close the file."""
        with naming(self.path):
            self._file.close()


class WholeFile(Sink):
    """A file that appears under its name only once it is complete."""

    def __init__(self, path: Path) -> None:
        """Open a hidden file beside `path`; a link is followed, not replaced.

        Raises:
            OutputError: the folder cannot be written to.
        """
        self.path = str(path)
        self._target = target = path.resolve()
        with naming(self.path):
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            handle, name = tempfile.mkstemp(
                prefix=f".{target.name[:60]}.", suffix=".part", dir=target.parent
            )
            self._temporary: Path | None = Path(name)
            self._file = open(handle, "wb")  # noqa: SIM115
            # A temporary file is readable by its owner alone; give it the usual mode.
            umask = os.umask(0)
            os.umask(umask)
            with contextlib.suppress(OSError):
                os.chmod(name, 0o666 & ~umask)

    def write(self, data: bytes) -> None:
        """Write to the hidden file."""
        with naming(self.path):
            self._file.write(data)

    def finish(self) -> None:
        """Give the file its name; what stood there before is replaced in one step."""
        if self._temporary is None:
            return
        try:
            with naming(self.path):
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                os.replace(self._temporary, self._target)
        except OutputError:
            self.discard()
            raise
        self._temporary = None

    def discard(self) -> None:
        """Remove the hidden file and leave what stood under the name before."""
        if self._temporary is None:
            return
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._temporary.unlink()
        self._temporary = None


class _SinkBytes(io.RawIOBase):
    """A sink as a stream of bytes."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: Any, /) -> int:
        whole = bytes(data)
        self._sink.write(whole)
        return len(whole)

    def writable(self) -> bool:
        return True


def text_file(sink: Sink) -> io.TextIOWrapper:
    """A sink as a text stream in UTF-8 that keeps nothing back."""
    raw: Any = _SinkBytes(sink)
    return io.TextIOWrapper(raw, "utf-8", errors="replace", newline="\n", write_through=True)
