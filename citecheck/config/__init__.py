"""
The settings of a run, and where each came from.

* `Settings`: everything that can be set; `Config`: settings with the origin of each.
* `load`: defaults, then a file, then the environment, then flags.
* *guarded*: what a configuration file may set only when it is trusted, for the audited repository may be a stranger's.
"""

from citecheck.config.reading import load
from citecheck.config.settings import Config, Settings, differing, said
from citecheck.config.values import age, suggestion

__all__ = ["Config", "Settings", "age", "differing", "load", "said", "suggestion"]
