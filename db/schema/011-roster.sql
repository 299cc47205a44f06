-- The duty roster: who is there on a day that others rest.  Where one is kept for a
-- day and a town, who is not on it is off.

CREATE TABLE roster (
	day		INTEGER NOT NULL,
	cadre_id	INTEGER NOT NULL REFERENCES cadre (id),
	PRIMARY KEY (day, cadre_id)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 11;
