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

PRAGMA user_version = 5;
