-- Lanes, levels, priorities, urgency and codings become names, like every other
-- state: a number changes its meaning when a value is added before it.  (Levels of
-- call-outs did: where 2 was the supervisor, 2 became the roster.)
--
-- And `x IN (a, b, c)` becomes `x = a OR x = b OR x = c`: SQLite builds a temporary
-- b-tree for a list of three or more whenever such a CHECK or partial index is
-- looked at, which is at every statement that writes the table.
--
-- A CHECK cannot be altered, so each table is made again beside the old one.  A
-- migration runs with foreign keys off and checks them before it commits.

-- --- texts in ---------------------------------------------------------------

CREATE TABLE inbox_new (
	id		INTEGER PRIMARY KEY,
	prev		INTEGER NOT NULL,	-- the text before it of this phone
	bearer		TEXT NOT NULL CHECK (bearer = 'sms' OR
	    bearer = 'console' OR bearer = 'ussd' OR bearer = 'call'),
	line		TEXT NOT NULL,
	modem		TEXT NOT NULL,
	phone		TEXT NOT NULL,
	stamp		INTEGER,	-- s, with phone, line and hash: which
	hash		BLOB,		-- PDU it was; NULL when joined or no PDU
	sent_at		INTEGER NOT NULL,
	received_at	INTEGER NOT NULL,
	incomplete	INTEGER NOT NULL DEFAULT 0 CHECK (incomplete IN (0, 1)),
	text		TEXT NOT NULL,
	body		BLOB NOT NULL,	-- as it came; of a joined text: table part
	end		TEXT NOT NULL DEFAULT 'open' CHECK (end = 'open' OR
	    end = 'answered' OR end = 'filed' OR end = 'merged' OR
	    end = 'ignored'),
	reason		TEXT NOT NULL DEFAULT '',
	rule		TEXT NOT NULL DEFAULT '',
	confidence	INTEGER NOT NULL DEFAULT -1,
	ticket		TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO inbox_new (id, prev, bearer, line, modem, phone, stamp, hash, sent_at,
    received_at, incomplete, text, body, end, reason, rule, confidence, ticket)
    SELECT id, prev, bearer, line, modem, phone, stamp, hash, sent_at, received_at,
    incomplete, text, body, end, reason, rule, confidence, ticket
    FROM inbox ORDER BY id;
DROP TABLE inbox;
ALTER TABLE inbox_new RENAME TO inbox;

CREATE UNIQUE INDEX inbox_pdu ON inbox (stamp, phone, line, hash)
    WHERE hash IS NOT NULL;
CREATE INDEX inbox_open ON inbox (received_at) WHERE end = 'open';

CREATE TRIGGER inbox_chain AFTER INSERT ON inbox WHEN NEW.phone <> '' BEGIN
	INSERT INTO contact (phone, last_inbox) VALUES (NEW.phone, NEW.id)
	    ON CONFLICT (phone) DO UPDATE SET last_inbox = NEW.id;
END;
CREATE TRIGGER inbox_stays_as_it_came BEFORE UPDATE OF id, prev, bearer, line,
    modem, phone, stamp, hash, sent_at, received_at, incomplete, text, body
    ON inbox BEGIN
	SELECT RAISE(ABORT, 'a text that came is never changed');
END;
CREATE TRIGGER inbox_stays BEFORE DELETE ON inbox BEGIN
	SELECT RAISE(ABORT, 'a text that came is never deleted');
END;

CREATE TABLE joining_new (
	id		INTEGER PRIMARY KEY,
	phone		TEXT NOT NULL,
	line		TEXT NOT NULL,
	modem		TEXT NOT NULL,
	coding		TEXT NOT NULL CHECK (coding = 'text' OR coding = 'data'),
	ref_bits	INTEGER NOT NULL,
	ref		INTEGER NOT NULL,
	max		INTEGER NOT NULL,
	have		INTEGER NOT NULL DEFAULT 0,
	sent_at		INTEGER NOT NULL,	-- the earliest of its parts
	began_at	INTEGER NOT NULL
) STRICT;
INSERT INTO joining_new (id, phone, line, modem, coding, ref_bits, ref, max, have,
    sent_at, began_at)
    SELECT id, phone, line, modem, CASE coding WHEN 0 THEN 'text' ELSE 'data' END,
    ref_bits, ref, max, have, sent_at, began_at FROM joining ORDER BY id;
DROP TABLE joining;
ALTER TABLE joining_new RENAME TO joining;
CREATE INDEX joining_began ON joining (began_at);
CREATE INDEX joining_key ON joining (phone, line, ref);

-- --- questions --------------------------------------------------------------

CREATE TABLE question_new (
	id		INTEGER PRIMARY KEY,
	prev		INTEGER NOT NULL,
	phone		TEXT NOT NULL,
	line		TEXT NOT NULL,
	screen		TEXT NOT NULL,
	state		TEXT NOT NULL CHECK (state = 'waiting' OR state = 'open' OR
	    state = 'pushed' OR state = 'answered' OR state = 'expired' OR
	    state = 'dropped'),
	priority	TEXT NOT NULL CHECK (priority = 'menu' OR
	    priority = 'survey' OR priority = 'rating' OR
	    priority = 'verification' OR priority = 'alert'),
	asked_at	INTEGER NOT NULL,
	sent_at		INTEGER NOT NULL DEFAULT 0,
	expires_at	INTEGER NOT NULL,
	closed_at	INTEGER NOT NULL DEFAULT 0,
	wrong		INTEGER NOT NULL DEFAULT 0,
	data		TEXT NOT NULL DEFAULT ''	-- key=value lines
) STRICT;
INSERT INTO question_new (id, prev, phone, line, screen, state, priority, asked_at,
    sent_at, expires_at, closed_at, wrong, data)
    SELECT id, prev, phone, line, screen, state, CASE priority WHEN 0 THEN 'menu'
    WHEN 1 THEN 'survey' WHEN 2 THEN 'rating' WHEN 3 THEN 'verification'
    ELSE 'alert' END, asked_at, sent_at, expires_at, closed_at, wrong, data
    FROM question ORDER BY id;
DROP TABLE question;
ALTER TABLE question_new RENAME TO question;
-- DESIGN law 3.
CREATE UNIQUE INDEX question_open ON question (phone, line)
    WHERE state = 'open';
CREATE INDEX question_expires ON question (expires_at)
    WHERE state = 'open' OR state = 'waiting' OR state = 'pushed';

CREATE TRIGGER question_chain AFTER INSERT ON question BEGIN
	INSERT INTO contact (phone, last_question) VALUES (NEW.phone, NEW.id)
	    ON CONFLICT (phone) DO UPDATE SET last_question = NEW.id;
END;

-- --- texts out --------------------------------------------------------------

CREATE TABLE outbox_new (
	id		INTEGER PRIMARY KEY,
	prev		INTEGER NOT NULL,
	key		TEXT NOT NULL UNIQUE,
	bearer		TEXT NOT NULL CHECK (bearer = 'sms' OR
	    bearer = 'console' OR bearer = 'ussd'),
	line		TEXT NOT NULL,
	modem		TEXT NOT NULL,		-- whose it is; '' any of the line
	lane		TEXT NOT NULL CHECK (lane = 'alert' OR lane = 'reply' OR
	    lane = 'notice' OR lane = 'duty' OR lane = 'survey'),
	phone		TEXT NOT NULL,
	parts		INTEGER NOT NULL CHECK (parts BETWEEN 1 AND 10),
	made_at		INTEGER NOT NULL,
	not_after	INTEGER NOT NULL,
	ref		INTEGER NOT NULL,
	inbox_id	INTEGER REFERENCES inbox (id),
	question_id	INTEGER REFERENCES question (id),
	state		TEXT NOT NULL DEFAULT 'queued' CHECK (state = 'queued' OR
	    state = 'handed' OR state = 'sent' OR state = 'delivered' OR
	    state = 'failed' OR state = 'unknown' OR state = 'expired' OR
	    state = 'cancelled'),
	changed_at	INTEGER NOT NULL,
	not_before	INTEGER NOT NULL,
	attempts	INTEGER NOT NULL DEFAULT 0 CHECK (attempts <= 5),
	resends		INTEGER NOT NULL DEFAULT 0,	-- again after unknown
	silences	INTEGER NOT NULL DEFAULT 0,	-- of the network
	first_part	INTEGER NOT NULL DEFAULT 0,
	handed_to	TEXT NOT NULL DEFAULT '',	-- who has or had it
	error		TEXT NOT NULL DEFAULT '',
	text		TEXT NOT NULL
) STRICT;
INSERT INTO outbox_new (id, prev, key, bearer, line, modem, lane, phone, parts,
    made_at, not_after, ref, inbox_id, question_id, state, changed_at, not_before,
    attempts, resends, silences, first_part, handed_to, error, text)
    SELECT id, prev, key, bearer, line, modem, CASE lane WHEN 0 THEN 'alert'
    WHEN 1 THEN 'reply' WHEN 2 THEN 'notice' WHEN 3 THEN 'duty' ELSE 'survey' END,
    phone, parts, made_at, not_after, ref, inbox_id, question_id, state, changed_at,
    not_before, attempts, resends, silences, first_part, handed_to, error, text
    FROM outbox ORDER BY id;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;

CREATE INDEX outbox_due ON outbox (line, modem, lane, not_before)
    WHERE state = 'queued' AND bearer = 'sms';
CREATE INDEX outbox_live ON outbox (phone)
    WHERE state IN ('queued', 'handed') AND bearer <> 'sms';
CREATE INDEX outbox_expires ON outbox (not_after) WHERE state = 'queued';
CREATE INDEX outbox_handed ON outbox (phone) WHERE state = 'handed';
CREATE INDEX outbox_tried ON outbox (phone, lane)
    WHERE state = 'queued' AND attempts > 0;
-- What did not leave, or not for certain: for status and its lists.
CREATE INDEX outbox_lost ON outbox (changed_at)
    WHERE state = 'failed' OR state = 'unknown' OR state = 'expired';
-- Whom we have texted unasked, and when: for the ceilings of a phone.
CREATE INDEX outbox_unasked ON outbox (phone, changed_at)
    WHERE (lane = 'notice' OR lane = 'survey') AND bearer = 'sms'
    AND (state = 'handed' OR state = 'sent' OR state = 'delivered' OR
    state = 'unknown');

CREATE TRIGGER outbox_chain AFTER INSERT ON outbox BEGIN
	INSERT INTO contact (phone, last_outbox) VALUES (NEW.phone, NEW.id)
	    ON CONFLICT (phone) DO UPDATE SET last_outbox = NEW.id;
END;

-- --- tickets ----------------------------------------------------------------

CREATE TABLE ticket_new (
	id		INTEGER PRIMARY KEY,
	prev		INTEGER NOT NULL,
	number		TEXT NOT NULL UNIQUE CHECK (length(number) = 8),
	state		TEXT NOT NULL CHECK (state = 'draft' OR
	    state = 'registered' OR state = 'void' OR state = 'withdrawn'),
	urgency		TEXT NOT NULL CHECK (urgency = 'P1' OR urgency = 'P2' OR
	    urgency = 'P3'),
	line		TEXT NOT NULL,
	phone		TEXT NOT NULL,
	topic		TEXT NOT NULL,
	place		TEXT NOT NULL,
	opened_at	INTEGER NOT NULL,
	registered_at	INTEGER NOT NULL DEFAULT 0,
	hold_until	INTEGER NOT NULL,
	last_text_at	INTEGER NOT NULL DEFAULT 0,
	receipted	INTEGER NOT NULL DEFAULT 0,
	confidential	INTEGER NOT NULL DEFAULT 0,
	texts		INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO ticket_new (id, prev, number, state, urgency, line, phone, topic, place,
    opened_at, registered_at, hold_until, last_text_at, receipted, confidential, texts)
    SELECT id, prev, number, state, 'P' || urgency, line, phone, topic, place,
    opened_at, registered_at, hold_until, last_text_at, receipted, confidential, texts
    FROM ticket ORDER BY id;
DROP TABLE ticket;
ALTER TABLE ticket_new RENAME TO ticket;
CREATE INDEX ticket_held ON ticket (hold_until) WHERE state = 'draft';
-- What a person must see first, however many tickets there are.
CREATE INDEX ticket_urgent ON ticket (id)
    WHERE urgency = 'P1' AND state IN ('draft', 'registered');

CREATE TRIGGER ticket_chain AFTER INSERT ON ticket BEGIN
	INSERT INTO contact (phone, last_ticket) VALUES (NEW.phone, NEW.id)
	    ON CONFLICT (phone) DO UPDATE SET last_ticket = NEW.id;
END;

-- --- registers --------------------------------------------------------------

CREATE TABLE area_new (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL UNIQUE,
	parent		TEXT NOT NULL,		-- code; '' of the county
	level		TEXT NOT NULL CHECK (level = 'county' OR level = 'town' OR
	    level = 'village' OR level = 'group'),
	name		TEXT NOT NULL
) STRICT;
INSERT INTO area_new (id, code, parent, level, name)
    SELECT id, code, parent, level, name FROM area ORDER BY id;
DROP TABLE area;
ALTER TABLE area_new RENAME TO area;
CREATE INDEX area_parent ON area (parent);
CREATE INDEX area_name ON area (name);

CREATE TABLE holiday_new (
	day		INTEGER NOT NULL PRIMARY KEY,
	kind		TEXT NOT NULL CHECK (kind = 'off' OR kind = 'works' OR
	    kind = 'expected')
) STRICT, WITHOUT ROWID;
INSERT INTO holiday_new (day, kind) SELECT day, kind FROM holiday;
DROP TABLE holiday;
ALTER TABLE holiday_new RENAME TO holiday;

CREATE TABLE import_new (
	id		INTEGER PRIMARY KEY,
	kind		TEXT NOT NULL,
	state		TEXT NOT NULL CHECK (state = 'staging' OR
	    state = 'taking' OR state = 'done' OR state = 'dropped'),
	actor		TEXT NOT NULL,
	at		INTEGER NOT NULL,
	rows		INTEGER NOT NULL DEFAULT 0,
	added		INTEGER NOT NULL DEFAULT 0,
	changed		INTEGER NOT NULL DEFAULT 0,
	taken		INTEGER NOT NULL DEFAULT 0	-- rows, so far
) STRICT;
INSERT INTO import_new (id, kind, state, actor, at, rows, added, changed, taken)
    SELECT id, kind, state, actor, at, rows, added, changed, taken
    FROM import ORDER BY id;
DROP TABLE import;
ALTER TABLE import_new RENAME TO import;
CREATE UNIQUE INDEX import_one ON import (state)
    WHERE state IN ('staging', 'taking');

-- --- contact duty -----------------------------------------------------------

CREATE TABLE duty_contact_new (
	id		INTEGER PRIMARY KEY,
	cadre_id	INTEGER NOT NULL REFERENCES cadre (id),	-- who was there
	household_id	INTEGER NOT NULL REFERENCES household (id),
	day		INTEGER NOT NULL,
	kind		TEXT NOT NULL CHECK (kind = 'visit' OR kind = 'phone' OR
	    kind = 'came' OR kind = 'unstated' OR kind = 'tried'),
	made_at		INTEGER NOT NULL,		-- us: when it was reported
	inbox_id	INTEGER REFERENCES inbox (id),	-- by which text
	note		TEXT NOT NULL,
	undone_at	INTEGER NOT NULL DEFAULT 0	-- us; taken back
) STRICT;
INSERT INTO duty_contact_new (id, cadre_id, household_id, day, kind, made_at,
    inbox_id, note, undone_at)
    SELECT id, cadre_id, household_id, day, kind, made_at, inbox_id, note, undone_at
    FROM duty_contact ORDER BY id;
DROP TABLE duty_contact;
ALTER TABLE duty_contact_new RENAME TO duty_contact;
-- Once a day and kind: a text that comes twice, or is sent twice, is one.
CREATE UNIQUE INDEX duty_contact_cadre
    ON duty_contact (cadre_id, day, household_id, kind) WHERE undone_at = 0;
CREATE INDEX duty_contact_household ON duty_contact (household_id, day)
    WHERE undone_at = 0;
CREATE INDEX duty_contact_inbox ON duty_contact (inbox_id)
    WHERE inbox_id IS NOT NULL;
CREATE INDEX duty_contact_in_person ON duty_contact (cadre_id, day,
    household_id, kind) WHERE kind IN ('visit', 'came') AND undone_at = 0;
-- Reports of a few days, whoever made them.
CREATE INDEX duty_contact_made ON duty_contact (made_at) WHERE undone_at = 0;

CREATE TRIGGER duty_contact_stays BEFORE DELETE ON duty_contact BEGIN
	SELECT RAISE(ABORT, 'a report is taken back, never deleted');
END;

CREATE TABLE callout_new (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL,		-- four digits, unique while open
	kind		TEXT NOT NULL CHECK (kind = 'funeral' OR kind = 'wedding' OR
	    kind = 'quarrel' OR kind = 'disaster' OR kind = 'welfare'),
	state		TEXT NOT NULL CHECK (state = 'open' OR
	    state = 'acknowledged' OR state = 'arrived' OR state = 'done'),
	household_id	INTEGER NOT NULL REFERENCES household (id),
	phone		TEXT NOT NULL,		-- who asked
	line		TEXT NOT NULL,
	modem		TEXT NOT NULL,
	inbox_id	INTEGER NOT NULL REFERENCES inbox (id),
	cadre_id	INTEGER REFERENCES cadre (id),	-- whose it is; NULL the office's
	level		TEXT NOT NULL CHECK (level = 'own' OR level = 'deputy' OR
	    level = 'roster' OR level = 'supervisor' OR level = 'office'),
	asked_at	INTEGER NOT NULL,
	due_at		INTEGER NOT NULL,	-- to be acknowledged; 0 nobody is asked
	acknowledged_at	INTEGER NOT NULL DEFAULT 0,
	arrived_at	INTEGER NOT NULL DEFAULT 0,
	done_at		INTEGER NOT NULL DEFAULT 0,
	result		TEXT NOT NULL DEFAULT ''
) STRICT;
-- Whose it is tells which numbering a level is of.
INSERT INTO callout_new (id, code, kind, state, household_id, phone, line, modem,
    inbox_id, cadre_id, level, asked_at, due_at, acknowledged_at, arrived_at, done_at,
    result)
    SELECT id, code, kind, state, household_id, phone, line, modem, inbox_id, cadre_id,
    CASE WHEN level = 0 THEN 'own' WHEN level >= 2 AND cadre_id IS NULL THEN 'office'
    WHEN level = 1 THEN 'deputy' WHEN level = 4 THEN 'office'
    WHEN level = 3 THEN 'supervisor'
    WHEN EXISTS (SELECT 1 FROM assignment AS a JOIN cadre AS own ON own.id = a.cadre_id
    JOIN cadre AS above ON above.code = own.supervisor
    WHERE a.household_id = t.household_id AND above.id = t.cadre_id) THEN 'supervisor'
    ELSE 'roster' END,
    asked_at, due_at, acknowledged_at, arrived_at, done_at, result
    FROM callout AS t ORDER BY id;
DROP TABLE callout;
ALTER TABLE callout_new RENAME TO callout;
CREATE UNIQUE INDEX callout_code ON callout (code) WHERE state <> 'done';
CREATE INDEX callout_due ON callout (due_at) WHERE state = 'open' AND due_at <> 0;
CREATE INDEX callout_household ON callout (household_id, kind) WHERE state <> 'done';

CREATE TABLE backcheck_new (
	id		INTEGER PRIMARY KEY,
	day		INTEGER NOT NULL,	-- asked on
	cadre_id	INTEGER NOT NULL REFERENCES cadre (id),
	household_id	INTEGER NOT NULL REFERENCES household (id),
	phone		TEXT NOT NULL,
	reported	INTEGER NOT NULL CHECK (reported IN (0, 1)),
	answer		TEXT NOT NULL DEFAULT '' CHECK (answer = '' OR
	    answer = 'yes' OR answer = 'no' OR answer = 'unsure'),
	answered_at	INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO backcheck_new (id, day, cadre_id, household_id, phone, reported, answer,
    answered_at)
    SELECT id, day, cadre_id, household_id, phone, reported, answer, answered_at
    FROM backcheck ORDER BY id;
DROP TABLE backcheck;
ALTER TABLE backcheck_new RENAME TO backcheck;
CREATE INDEX backcheck_household ON backcheck (household_id, day);
CREATE INDEX backcheck_cadre ON backcheck (cadre_id, day);
CREATE INDEX backcheck_phone ON backcheck (phone, day) WHERE answer = '';

PRAGMA user_version = 14;
