-- What is held back from a number: because it has a new owner, or nobody knows whether it
-- has (DESIGN 5.3).

-- Since when a household is asked how it is: what it tells is not for whoever got one of
-- the numbers later.  us; of those that run already, a week before the next.
ALTER TABLE checkin ADD COLUMN made_at INTEGER NOT NULL DEFAULT 0;
UPDATE checkin SET made_at = next_at - 604800000000;

CREATE TABLE held (
	id		INTEGER PRIMARY KEY,
	phone		TEXT NOT NULL,
	line		TEXT NOT NULL,
	screen		TEXT NOT NULL,		-- what would have been said
	key		TEXT NOT NULL,		-- its natural key
	why		TEXT NOT NULL CHECK (why = 'not_theirs' OR
	    why = 'unverified' OR why = 'rests'),
	at		INTEGER NOT NULL,	-- us
	settled_at	INTEGER NOT NULL DEFAULT 0,
	UNIQUE (key, phone)
) STRICT;
CREATE INDEX held_phone ON held (phone, id);
CREATE INDEX held_open ON held (at) WHERE why = 'unverified' AND settled_at = 0;

PRAGMA user_version = 23;
