-- Households asked whether anybody called (DOMAIN 3.5).  Whose the answers are is
-- seen by the survey centre only: no cadre's answer shows them.

CREATE TABLE duty_check (
	id		INTEGER PRIMARY KEY,
	day		INTEGER NOT NULL,	-- asked on
	cadre_id	INTEGER NOT NULL REFERENCES cadre (id),
	household_id	INTEGER NOT NULL REFERENCES household (id),
	phone		TEXT NOT NULL,
	reported	INTEGER NOT NULL CHECK (reported IN (0, 1)),
	answer		TEXT NOT NULL DEFAULT ''
	    CHECK (answer IN ('', 'yes', 'no', 'unsure')),
	answered_at	INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX duty_check_household ON duty_check (household_id, day);
CREATE INDEX duty_check_cadre ON duty_check (cadre_id, day);
CREATE INDEX duty_check_phone ON duty_check (phone, day) WHERE answer = '';
-- Reports of a few days, whoever made them.
CREATE INDEX duty_contact_made ON duty_contact (made_at) WHERE undone_at = 0;

-- The seed of the draw: made once, so that nobody can choose.
CREATE TABLE duty_seed (
	id		INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	seed		BLOB NOT NULL CHECK (length(seed) = 32)
) STRICT;
INSERT INTO duty_seed (id, seed) VALUES (1, randomblob(32));

PRAGMA user_version = 9;
