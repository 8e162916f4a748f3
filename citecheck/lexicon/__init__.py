"""
The world's words, as data files, and the small parsers that read them.

* `dates.py`: a date as references and running text print it -> `PartialDate`; month names in `dates.toml`.
* `numbers.py`: figures, percentages, money and number words; the words in `numbers.toml`.
* `languages.py`: the name of a language <-> its BCP 47 tag <-> biblatex's name; the table in `languages.toml`.
* `words.py`: lists of words by kind (`retrieved`, `reference-headings`, `maintenance` ...) from `words.toml`.
* `copies.py`: the address of a copy in a web archive -> archive, original, time; the archives and the shapes of their
  addresses in `copies.toml`. `copy_shapes.py` reads along a shape, `copy_times.py` the time, `copied_addresses.py` mends
  the original's address.
* `patterns.py`: whether a pattern that a person wrote fits an address.

Nothing is read before it is asked for; everything is read once.
"""
