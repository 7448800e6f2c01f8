"""The web application: an archive to read, search, correct and add to, in a browser."""

from onrecord.views.web.app import application
from onrecord.views.web.guard import Door, is_loopback
from onrecord.views.web.limits import Limits
from onrecord.views.web.shelf import Shelf

__all__ = ["Door", "Limits", "Shelf", "application", "is_loopback"]
