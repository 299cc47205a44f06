-- Closing a month takes two people (DOMAIN 6.2): what the first has said.

CREATE TABLE duty_closing (
	month		INTEGER NOT NULL PRIMARY KEY,
	by		TEXT NOT NULL,
	at		INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 6;
