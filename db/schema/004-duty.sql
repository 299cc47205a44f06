-- Contact duty: what cadres report, and the months that are closed.

CREATE TABLE duty_contact (
	id		INTEGER PRIMARY KEY,
	cadre_id	INTEGER NOT NULL REFERENCES cadre (id),	-- who was there
	household_id	INTEGER NOT NULL REFERENCES household (id),
	day		INTEGER NOT NULL,
	kind		TEXT NOT NULL CHECK (kind IN
	    ('visit', 'phone', 'came', 'unstated', 'tried')),
	made_at		INTEGER NOT NULL,		-- us: when it was reported
	inbox_id	INTEGER REFERENCES inbox (id),	-- by which text
	note		TEXT NOT NULL,
	undone_at	INTEGER NOT NULL DEFAULT 0	-- us; taken back
) STRICT;
-- Once a day and kind: a text that comes twice, or is sent twice, is one.
CREATE UNIQUE INDEX duty_contact_cadre
    ON duty_contact (cadre_id, day, household_id, kind) WHERE undone_at = 0;
CREATE INDEX duty_contact_household ON duty_contact (household_id, day)
    WHERE undone_at = 0;
CREATE INDEX duty_contact_inbox ON duty_contact (inbox_id)
    WHERE inbox_id IS NOT NULL;

CREATE TRIGGER duty_contact_stays BEFORE DELETE ON duty_contact BEGIN
	SELECT RAISE(ABORT, 'a report is taken back, never deleted');
END;

-- What a cadre owed and did, as it stood when the month was closed.
CREATE TABLE duty_month (
	month		INTEGER NOT NULL,
	cadre_id	INTEGER NOT NULL REFERENCES cadre (id),
	due		INTEGER NOT NULL,	-- obligations, without exempt
	done		INTEGER NOT NULL,
	tried		INTEGER NOT NULL,
	late		INTEGER NOT NULL,
	exempt		INTEGER NOT NULL,
	PRIMARY KEY (month, cadre_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE duty_closed (
	month		INTEGER NOT NULL PRIMARY KEY,
	at		INTEGER NOT NULL,
	by		TEXT NOT NULL,
	households	INTEGER NOT NULL,	-- with an assignment
	covered		INTEGER NOT NULL	-- reached by anybody
) STRICT, WITHOUT ROWID;

CREATE INDEX cadre_gone ON cadre (mobile, gone_on) WHERE gone_on <> 0;
CREATE INDEX leave_deputy ON leave (deputy_id) WHERE deputy_id IS NOT NULL;

PRAGMA user_version = 4;
