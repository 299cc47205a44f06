-- Who died lately, for every card and round.
CREATE INDEX person_mark_death ON person_mark (day, household_id)
    WHERE kind = 'dead' AND undone_at = 0;

PRAGMA user_version = 24;
