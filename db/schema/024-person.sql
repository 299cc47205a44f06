-- Who died lately, for every card and round.
CREATE INDEX person_mark_death ON person_mark (day, household_id)
    WHERE kind = 'dead' AND undone_at = 0;

-- A deputy who is replaced while somebody is on leave: what they did until then counts.
ALTER TABLE leave ADD COLUMN deputy_before INTEGER REFERENCES cadre (id);
ALTER TABLE leave ADD COLUMN deputy_since INTEGER NOT NULL DEFAULT 0;	-- day
CREATE INDEX cadre_deputy ON cadre (deputy) WHERE deputy <> '' AND gone_on = 0;

PRAGMA user_version = 24;
