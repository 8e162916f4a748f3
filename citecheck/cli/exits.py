"""The exit codes, a contract: scripts and workflows depend on them."""

from __future__ import annotations

from typing import Final

CLEAN: Final = 0
"""Nothing was found at or above `--fail-on`."""
FINDINGS: Final = 1
"""Something was."""
UNUSABLE: Final = 2
"""Usage, configuration, or a document that cannot be read; the others were audited all the same."""
INCOMPLETE: Final = 3
"""The run was interrupted or broke off; what was done until then is reported where that is possible."""
