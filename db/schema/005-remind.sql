-- How far a round of reminders has come: one row a month and stage.

CREATE TABLE duty_round (
	month		INTEGER NOT NULL,
	stage		TEXT NOT NULL,
	cadre_id	INTEGER NOT NULL,	-- the last that was looked at
	ended_at	INTEGER NOT NULL DEFAULT 0,	-- us; 0 it goes on
	PRIMARY KEY (month, stage)
) STRICT, WITHOUT ROWID;

CREATE INDEX cadre_supervisor ON cadre (supervisor, id)
    WHERE gone_on = 0 AND supervisor <> '';

-- What a sweep of all cards needs of households, and of earlier months.
CREATE INDEX household_special
    ON household (id, tags, tags_before, tags_on, closed_on)
    WHERE tags <> '' OR tags_on <> 0 OR closed_on <> 0;
CREATE INDEX duty_contact_in_person ON duty_contact (cadre_id, day,
    household_id, kind) WHERE kind IN ('visit', 'came') AND undone_at = 0;

PRAGMA user_version = 5;
