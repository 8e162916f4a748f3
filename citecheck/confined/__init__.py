"""
Processes of their own for what strangers send: they may crash, hang or be filled, and nobody else is.

* confined: a process with bounds on memory and time, which answers messages; what it does to itself becomes a reason.
* `process.py`: the side of who asks. `inside.py`: the side of who answers.
"""

from __future__ import annotations

from citecheck.confined.process import Confined, Late

__all__ = ["Confined", "Late"]
