"""The tests; a package only so that `tests.standin` has one name for pytest, mypy and `python -m`."""
