-- Who is who: areas, departments, cadres, households, their telephones, who
-- calls on whom, and which days are worked.
--
-- Days are numbers, 20261123; 0 is none, and of an end: not yet.  Codes are the
-- county's own and never change; ids are ours.

CREATE TABLE area (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL UNIQUE,
	parent		TEXT NOT NULL,		-- code; '' of the county
	level		TEXT NOT NULL CHECK (level IN
	    ('county', 'town', 'village', 'group')),
	name		TEXT NOT NULL
) STRICT;
CREATE INDEX area_parent ON area (parent);
CREATE INDEX area_name ON area (name);

CREATE TABLE department (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL UNIQUE,
	name		TEXT NOT NULL,
	phone		TEXT NOT NULL,
	head		TEXT NOT NULL		-- code of a cadre; ''
) STRICT;
CREATE INDEX department_name ON department (name);

CREATE TABLE cadre (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL UNIQUE,
	name		TEXT NOT NULL,
	area		TEXT NOT NULL,		-- codes; ''
	department	TEXT NOT NULL,
	title		TEXT NOT NULL,
	mobile		TEXT NOT NULL,
	office_phone	TEXT NOT NULL,
	duties		TEXT NOT NULL,
	supervisor	TEXT NOT NULL,
	deputy		TEXT NOT NULL,
	public		INTEGER NOT NULL CHECK (public IN (0, 1)),
	gone_on		INTEGER NOT NULL DEFAULT 0	-- day he left; replaced
) STRICT;
CREATE INDEX cadre_mobile ON cadre (mobile) WHERE gone_on = 0;
CREATE INDEX cadre_area ON cadre (area) WHERE gone_on = 0;
CREATE INDEX cadre_department ON cadre (department) WHERE gone_on = 0;

-- Approved leave; its deputy stands in.  Days, both within.
CREATE TABLE leave (
	cadre_id	INTEGER NOT NULL REFERENCES cadre (id),
	from_day	INTEGER NOT NULL,
	to_day		INTEGER NOT NULL CHECK (to_day >= from_day),
	deputy_id	INTEGER REFERENCES cadre (id),
	PRIMARY KEY (cadre_id, from_day)
) STRICT, WITHOUT ROWID;

-- tags as they are imported, split by ';'.  What they were before they changed
-- counts for the month of the change and the one after (DOMAIN 3.2).
CREATE TABLE household (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL UNIQUE,
	area		TEXT NOT NULL,		-- code
	head		TEXT NOT NULL,		-- name of its head
	tags		TEXT NOT NULL,
	tags_before	TEXT NOT NULL DEFAULT '',
	tags_on		INTEGER NOT NULL DEFAULT 0,	-- day they changed
	closed_on	INTEGER NOT NULL DEFAULT 0	-- moved out, merged, died
) STRICT;
CREATE INDEX household_area ON household (area);

-- Numbers and people are many-to-many; one row says that a number reaches one
-- person of one household.
CREATE TABLE phone (
	number		TEXT NOT NULL,
	household_id	INTEGER NOT NULL REFERENCES household (id),
	person		TEXT NOT NULL,		-- name
	main		INTEGER NOT NULL CHECK (main IN (0, 1)),
	source		TEXT NOT NULL,		-- who said so
	confirmed_on	INTEGER NOT NULL,	-- day
	changed_on	INTEGER NOT NULL,	-- day this row was made
	PRIMARY KEY (number, household_id, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_household ON phone (household_id);

-- Who calls on which household, from day to day, both within.  `no` is the
-- number on the cadre's card.
CREATE TABLE assignment (
	cadre_id	INTEGER NOT NULL REFERENCES cadre (id),
	household_id	INTEGER NOT NULL REFERENCES household (id),
	from_day	INTEGER NOT NULL,
	to_day		INTEGER NOT NULL,
	no		INTEGER NOT NULL CHECK (no BETWEEN 1 AND 999),
	PRIMARY KEY (cadre_id, household_id, from_day)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_household ON assignment (household_id);

CREATE TABLE holiday (
	day		INTEGER NOT NULL PRIMARY KEY,
	kind		TEXT NOT NULL CHECK (kind IN ('off', 'works', 'expected'))
) STRICT, WITHOUT ROWID;

-- Imports: staged in a file of their own, checked, and then taken over in
-- steps.  One that was checked is taken over to its end, whatever happens.
CREATE TABLE import (
	id		INTEGER PRIMARY KEY,
	kind		TEXT NOT NULL,
	state		TEXT NOT NULL CHECK (state IN
	    ('staging', 'taking', 'done', 'dropped')),
	actor		TEXT NOT NULL,
	at		INTEGER NOT NULL,
	rows		INTEGER NOT NULL DEFAULT 0,
	added		INTEGER NOT NULL DEFAULT 0,
	changed		INTEGER NOT NULL DEFAULT 0,
	taken		INTEGER NOT NULL DEFAULT 0	-- rows, so far
) STRICT;
CREATE UNIQUE INDEX import_one ON import (state)
    WHERE state IN ('staging', 'taking');

PRAGMA user_version = 3;
