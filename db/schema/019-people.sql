-- People change (DESIGN 5.3): numbers change owners, people die or are away.

-- Since when a number is its owner's: nothing made before is shown to, joined to or
-- pushed at whoever has it now.
CREATE TABLE phone_owner (
	phone		TEXT NOT NULL,
	since		INTEGER NOT NULL,	-- us
	how		TEXT NOT NULL CHECK (how = 'registered' OR
	    how = 'wrong_number' OR how = 'renumber' OR how = 'clerk'),
	by		TEXT NOT NULL,		-- a number, or "uid 0 (root)"
	inbox_id	INTEGER REFERENCES inbox (id),	-- the text that said so
	other		TEXT NOT NULL DEFAULT '',	-- that its households took instead
	day		INTEGER NOT NULL,	-- what phone.wrong_on has of it
	undone_at	INTEGER NOT NULL DEFAULT 0,
	undone_by	TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (phone, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_owner_other ON phone_owner (other, since) WHERE other <> '';

-- Wrong numbers so far: the moment they said so.
INSERT INTO phone_owner (phone, since, how, by, day)
    SELECT o.phone, o.at, 'wrong_number', o.phone, coalesce((SELECT max(wrong_on)
    FROM phone AS p WHERE p.number = o.phone), 0)
    FROM opt_out AS o WHERE o.topic = 'personal';
-- Numbers that households gave up: the end of that day, as far west as it ends.
INSERT OR IGNORE INTO phone_owner (phone, since, how, by, day)
    SELECT number, unixepoch(printf('%04d-%02d-%02d', max(wrong_on) / 10000,
    max(wrong_on) / 100 % 100, max(wrong_on) % 100), '+1 day') * 1000000,
    'renumber', number, max(wrong_on) FROM phone
    WHERE wrong_on <> 0 AND number NOT IN (SELECT phone FROM phone_owner)
    GROUP BY number;

-- Not heard from for long, and texted again: whoever that is has to name the number
-- of a matter before it is told.  us; 0 not.
ALTER TABLE contact ADD COLUMN doubted_at INTEGER NOT NULL DEFAULT 0;

-- Somebody of a household is dead, or away, since a day.
CREATE TABLE person_mark (
	id		INTEGER PRIMARY KEY,
	household_id	INTEGER NOT NULL REFERENCES household (id),
	person		TEXT NOT NULL,		-- name
	kind		TEXT NOT NULL CHECK (kind = 'dead' OR kind = 'away'),
	day		INTEGER NOT NULL,	-- since
	by		TEXT NOT NULL,		-- a number, or "uid 0 (root)"
	inbox_id	INTEGER REFERENCES inbox (id),
	made_at		INTEGER NOT NULL,	-- us
	undone_at	INTEGER NOT NULL DEFAULT 0,
	undone_by	TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX person_mark_one ON person_mark (household_id, person, kind)
    WHERE undone_at = 0;

-- Whose number is it, asked at every text.
CREATE INDEX department_phone ON department (phone) WHERE phone <> '';
CREATE INDEX department_head ON department (head) WHERE head <> '';

PRAGMA user_version = 19;
