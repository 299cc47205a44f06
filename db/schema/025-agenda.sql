-- The agenda: what will happen, and when.  What was owed by times in other tables
-- goes over into it.
--
-- `object` is what `kind` is about: a ticket's number, an id, a modem, a stage; ''
-- where there is one row of the kind.  Times are microseconds since 1970 UTC.

CREATE TABLE agenda (
	id		INTEGER PRIMARY KEY,
	kind		TEXT NOT NULL,
	object		TEXT NOT NULL,
	due_at		INTEGER NOT NULL,
	tries		INTEGER NOT NULL DEFAULT 0,	-- that failed, in a row
	state		TEXT NOT NULL DEFAULT 'due'
	    CHECK (state = 'due' OR state = 'parked'),
	last_error	TEXT NOT NULL DEFAULT '',
	made_at		INTEGER NOT NULL,
	data		TEXT NOT NULL DEFAULT '',	-- "month=202611 after=37"
	UNIQUE (kind, object)
) STRICT;
CREATE INDEX agenda_due ON agenda (due_at, id) WHERE state = 'due';
CREATE INDEX agenda_parked ON agenda (id) WHERE state = 'parked';

INSERT INTO agenda (kind, object, due_at, made_at)
    SELECT 'complaint.hold', number, hold_until, opened_at FROM ticket
    WHERE state = 'draft';
INSERT INTO agenda (kind, object, due_at, made_at)
    SELECT 'question.expiry', '', min(expires_at), 1000000 * unixepoch() FROM question
    WHERE state = 'open' OR state = 'waiting' OR state = 'pushed'
    HAVING count(*) > 0;
INSERT INTO agenda (kind, object, due_at, made_at)
    SELECT 'outbox.expiry', '', min(not_after), 1000000 * unixepoch() FROM outbox
    WHERE state = 'queued' HAVING count(*) > 0;
INSERT INTO agenda (kind, object, due_at, made_at)
    SELECT 'inbox.parts', '', min(began_at), 1000000 * unixepoch() FROM joining
    HAVING count(*) > 0;

INSERT INTO agenda (kind, object, due_at, made_at, data)
    SELECT 'callout.acknowledge', id, due_at, asked_at, 'step=' || level FROM callout
    WHERE state = 'open' AND due_at <> 0;
DROP INDEX callout_due;
ALTER TABLE callout DROP COLUMN due_at;

INSERT INTO agenda (kind, object, due_at, made_at)
    SELECT CASE waits WHEN 1 THEN 'checkin.silence' ELSE 'checkin.ask' END,
    household_id, next_at, 1000000 * unixepoch() FROM checkin;
DROP INDEX checkin_next;
ALTER TABLE checkin DROP COLUMN next_at;

-- The newest round of each stage of reminders, or the month after it; when that falls
-- is found out when it is looked at.
INSERT INTO agenda (kind, object, due_at, made_at, data)
    SELECT 'duty.remind', stage, 0, 1000000 * unixepoch(), 'month=' || CASE
    WHEN ended_at = 0 THEN month WHEN month % 100 = 12 THEN month + 89
    ELSE month + 1 END || CASE WHEN ended_at = 0 THEN ' after=' || cadre_id
    ELSE '' END
    FROM duty_round AS r WHERE stage <> 'check' AND month =
    (SELECT max(month) FROM duty_round WHERE stage = r.stage);
INSERT INTO agenda (kind, object, due_at, made_at, data)
    SELECT 'backcheck.round', '', 0, 1000000 * unixepoch(), 'day=' || month ||
    ' after=' || CASE WHEN ended_at = 0 THEN cadre_id ELSE -1 END
    FROM duty_round AS r WHERE stage = 'check' AND month =
    (SELECT max(month) FROM duty_round WHERE stage = 'check');
DROP TABLE duty_round;

PRAGMA user_version = 25;
