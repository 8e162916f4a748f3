"""
The schema of the store, as steps: each leads from one version to the next, and none is ever changed.

`PRAGMA user_version` is the number of the steps that were made, `PRAGMA application_id` says that the file is ours.
"""

from __future__ import annotations

from typing import Final

APPLICATION: Final = 0x43697465
"""`Cite` in ASCII."""

STEPS: Final[tuple[tuple[str, ...], ...]] = (
    (
        # Answers, by the digest of what was asked and how (see `Manner`). `data` is JSON of ours.
        """
        CREATE TABLE answers (
            key BLOB PRIMARY KEY NOT NULL,
            kind TEXT NOT NULL,
            address TEXT NOT NULL,
            verdict TEXT NOT NULL,
            asked REAL NOT NULL,
            until REAL NOT NULL,
            run INTEGER NOT NULL,
            told INTEGER NOT NULL,
            data BLOB NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX answers_until ON answers (until)",
        "CREATE INDEX answers_untold ON answers (told) WHERE told = 0",
        # Runs, by the digest of all that they ask: one that was killed is found again and goes on.
        """
        CREATE TABLE runs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            digest BLOB NOT NULL UNIQUE,
            begun REAL NOT NULL,
            whole INTEGER NOT NULL DEFAULT 0
        )
        """,
        # What several runs say of an address. Nothing in it ever expires.
        """
        CREATE TABLE history (
            address TEXT PRIMARY KEY NOT NULL,
            first_seen TEXT NOT NULL,
            last_seen TEXT NOT NULL,
            last_verdict TEXT NOT NULL,
            checks INTEGER NOT NULL,
            last_live TEXT,
            failures INTEGER NOT NULL,
            first_failed TEXT
        ) WITHOUT ROWID
        """,
    ),
    (
        # What archives told of an address, until a snapshot is made of it.
        "CREATE INDEX answers_told ON answers (address) WHERE kind = 'told'",
    ),
    (
        # What several runs say of an address is in the file of `--history`: nothing here read these.
        "DROP TABLE history",
        "ALTER TABLE answers RENAME TO older",
        """
        CREATE TABLE answers (
            key BLOB PRIMARY KEY NOT NULL,
            kind TEXT NOT NULL,
            address TEXT NOT NULL,
            verdict TEXT NOT NULL,
            asked REAL NOT NULL,
            until REAL NOT NULL,
            run INTEGER NOT NULL,
            data BLOB NOT NULL
        ) WITHOUT ROWID
        """,
        "INSERT INTO answers SELECT key, kind, address, verdict, asked, until, run, data FROM older",
        "DROP TABLE older",
        "CREATE INDEX answers_until ON answers (until)",
        "CREATE INDEX answers_told ON answers (address) WHERE kind = 'told'",
    ),
)
