-- Texts that a phone's own texts have caused to third phones: one row for each text
-- that caused any (db/causer.h).  Rows of more than a day are of no use.

CREATE TABLE causer (
	phone		TEXT NOT NULL,
	at		INTEGER NOT NULL,	-- us
	inbox_id	INTEGER NOT NULL,
	PRIMARY KEY (phone, at, inbox_id)
) STRICT, WITHOUT ROWID;

-- The question whose turn comes next.
CREATE INDEX question_waits ON question (phone, line)
    WHERE state = 'waiting' OR state = 'pushed';

PRAGMA user_version = 21;
