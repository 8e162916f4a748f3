"""
Situations in which a copy in the archive is wanted, and what is true of each: the traps that real archives lay.

All live in one stand-in web, each with host names of its own. The truth is what a careful person would want: the last
good copy on or before the day of reading, else the first good one after it; with a date of publication alone the
nearest; without a date the last. Good is a copy that can be looked at and shows the page that was cited. That there is
none is true only where the index and playback agree, or all that was captured is errors, walls and the like; what
nobody can know is unknown.

The words of a row:

* `original`: the address as it is cited; read on 2010-06-15 unless `accessed`, `issued` or `undated` says otherwise;
* `title`: as it is cited; that of the stand-in's article unless it is given;
* `captures`: as in the table of the stand-in web; `at` may be a day (noon is meant), `url` a path (left out: the
  original), `page` is the article where a success has none; `bad` marks a success that does not show what was cited;
* `many`: `count` captures of one status from the day `first` on, six hours apart, half of them before the reading;
* `elsewhere`: `count` other addresses of the host that showed the same `page`;
* `rows`: rows of the index as they stand, of captures that cannot be played back;
* `faults`, `excluded`: as in the table of the stand-in web, of the host of the original;
* `status`, `memento`, `playback`, `says`: the truth; a memento is `AT` or `AT URL`, and `says` a word of the reason;
* `acceptable`: other mementos that are as right;
* `also`: answers that are right as well: "unknown", and "broken" (a copy is named, and called broken).
"""

from tests.situations.cases import Answer, Situation, settled, situations, table

__all__ = ["Answer", "Situation", "settled", "situations", "table"]
