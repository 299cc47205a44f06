-- What a cadre is called to: the three musts (丧 喜 吵 灾) and welfare visits.

CREATE TABLE duty_task (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL,		-- four digits, unique while open
	kind		TEXT NOT NULL CHECK (kind IN
	    ('funeral', 'wedding', 'quarrel', 'disaster', 'welfare')),
	state		TEXT NOT NULL CHECK (state IN
	    ('open', 'acknowledged', 'arrived', 'done')),
	household_id	INTEGER NOT NULL REFERENCES household (id),
	phone		TEXT NOT NULL,		-- who asked
	line		TEXT NOT NULL,
	modem		TEXT NOT NULL,
	inbox_id	INTEGER NOT NULL REFERENCES inbox (id),
	cadre_id	INTEGER REFERENCES cadre (id),	-- whose it is; NULL the office's
	level		INTEGER NOT NULL,	-- 0 his own, 1 deputy, 2 supervisor, 3 office
	asked_at	INTEGER NOT NULL,
	due_at		INTEGER NOT NULL,	-- to be acknowledged; 0 nobody is asked
	acknowledged_at	INTEGER NOT NULL DEFAULT 0,
	arrived_at	INTEGER NOT NULL DEFAULT 0,
	done_at		INTEGER NOT NULL DEFAULT 0,
	result		TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX duty_task_code ON duty_task (code) WHERE state <> 'done';
CREATE INDEX duty_task_due ON duty_task (due_at)
    WHERE state = 'open' AND due_at <> 0;
CREATE INDEX duty_task_household ON duty_task (household_id, kind)
    WHERE state <> 'done';

-- Everybody who was asked; a late answer is still his.
CREATE TABLE duty_task_asked (
	cadre_id	INTEGER NOT NULL REFERENCES cadre (id),
	task_id		INTEGER NOT NULL REFERENCES duty_task (id),
	at		INTEGER NOT NULL,
	PRIMARY KEY (cadre_id, task_id)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 8;
