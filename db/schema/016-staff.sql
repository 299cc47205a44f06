-- Who works at the office, and what they may do.

CREATE TABLE staff (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL UNIQUE CHECK (code <> ''),
	name		TEXT NOT NULL CHECK (name <> ''),
	user		TEXT NOT NULL,			-- UNIX user; '' none
	scope_kind	TEXT NOT NULL CHECK (scope_kind = '' OR
	    scope_kind = 'area' OR scope_kind = 'department'),
	scope		TEXT NOT NULL,			-- its code; '' everything
	away_from	INTEGER NOT NULL DEFAULT 0,	-- days, both within; 0 none
	away_to		INTEGER NOT NULL DEFAULT 0 CHECK (away_to >= away_from),
	deputy_id	INTEGER REFERENCES staff (id),
	gone_on		INTEGER NOT NULL DEFAULT 0,	-- day they left
	CHECK ((scope = '') = (scope_kind = '')),
	CHECK (deputy_id IS NULL OR deputy_id <> id)
) STRICT;
CREATE UNIQUE INDEX staff_user ON staff (user) WHERE user <> '' AND gone_on = 0;
CREATE INDEX staff_deputy ON staff (deputy_id) WHERE deputy_id IS NOT NULL;
CREATE TRIGGER staff_stays BEFORE DELETE ON staff BEGIN
	SELECT RAISE(ABORT, 'staff leave, and are never deleted');
END;

CREATE TABLE staff_role (
	staff_id	INTEGER NOT NULL REFERENCES staff (id),
	role		TEXT NOT NULL CHECK (role = 'clerk' OR
	    role = 'supervisor' OR role = 'unit' OR role = 'registrar' OR
	    role = 'survey' OR role = 'leader' OR role = 'auditor' OR
	    role = 'admin'),
	PRIMARY KEY (staff_id, role)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 16;
