-- Since when a household is asked how it is: what it tells is held back from whoever
-- got one of the numbers later.  us; of those that run already, a week before the next.
ALTER TABLE checkin ADD COLUMN made_at INTEGER NOT NULL DEFAULT 0;
UPDATE checkin SET made_at = next_at - 604800000000;

PRAGMA user_version = 23;
