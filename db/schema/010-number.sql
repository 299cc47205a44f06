-- Numbers change owners: since `wrong_on` a number is not that person's any more,
-- unless somebody has confirmed it later.

ALTER TABLE phone ADD COLUMN wrong_on INTEGER NOT NULL DEFAULT 0;

-- Weekly 平安 (PEERS S15): a household that is asked how it is, because one of it
-- wishes so.
CREATE TABLE peace (
	household_id	INTEGER NOT NULL PRIMARY KEY REFERENCES household (id),
	phone		TEXT NOT NULL,		-- asked
	asker		TEXT NOT NULL,		-- who wishes it, and is told
	line		TEXT NOT NULL,
	next_at		INTEGER NOT NULL,	-- us: when something is to be done
	waits		INTEGER NOT NULL DEFAULT 0 CHECK (waits IN (0, 1)),
	asked_at	INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX peace_next ON peace (next_at);
CREATE INDEX peace_phone ON peace (phone);
CREATE INDEX peace_asker ON peace (asker);

PRAGMA user_version = 10;
