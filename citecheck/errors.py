"""
Everything that can go wrong, as a tree; each message says what to do next.

* CitecheckError
  * UsageError: the call makes no sense as it stands
    * ConfigError: a configuration file, variable or flag
  * SourceError: a document cannot be read
    * SourceMissing: there is no such file
    * SourceTooLarge: it is over the limit
    * SourceUnreachable: nobody gave it now: no network, a server that fails or wants to be left alone
    * NotText: it is empty, binary or of a format that is not read
  * CassetteError: a recording of the web cannot be read or written
  * ReportError: a stored audit cannot be read
  * BaselineError: a baseline cannot be read
  * HistoryError: a history of links cannot be read
  * ExportError: an export would not read back as it was written

Bad *content* is never an error: it is a finding. Only `cli/` knows exit codes.
"""

from __future__ import annotations


class CitecheckError(Exception):
    """The root: catching it catches every error that citecheck raises on purpose."""


class UsageError(CitecheckError):
    """The call makes no sense as it stands."""


class ConfigError(UsageError):
    """A configuration file, environment variable or flag is wrong; the message names the place."""


class SourceError(CitecheckError):
    """A document cannot be read; other documents of the same run are not touched by it."""


class SourceMissing(SourceError):  # noqa: N818 - the field says "missing source", not "missing source error"
    """There is no such file."""


class SourceTooLarge(SourceError):  # noqa: N818 - reads as the sentence that it is
    """The document is over the size limit."""


class SourceUnreachable(SourceError):  # noqa: N818 - reads as the sentence that it is
    """The document is on the web, and nobody gave it now; it may be different another time."""


class NotText(SourceError):  # noqa: N818 - reads as the sentence that it is
    """The document is empty, binary, or of a format that is not read."""


class CassetteError(CitecheckError):
    """A recording of the web cannot be read or written; the message names the file and says what to do."""


class ReportError(CitecheckError):
    """A stored audit cannot be read: it is no JSON, of another version, or does not fit the schema."""


class BaselineError(CitecheckError):
    """A baseline cannot be read: it is no JSON, of another version, or too large."""


class HistoryError(CitecheckError):
    """A history of links cannot be read: it is no JSON, of another version, or too large."""


class ExportError(CitecheckError):
    """An export would not read back as it was written; nothing was written."""
