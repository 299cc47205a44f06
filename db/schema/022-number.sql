-- One space of numbers for all that people are told a number of (DESIGN 5.9).  What a
-- number was used for is a name and a row; nothing here knows what there will be.
--
-- A table whose rows have numbers has a column `number` and two triggers like
-- ticket_number and ticket_number_is_free below: an INSERT with a number that is not free
-- inserts nothing (db/number.h).
--
-- ticket.number needs no index of its own any more: the table of numbers is it.  A
-- constraint cannot be dropped, so the table is made again; nothing else in it changes.

CREATE TABLE number (
	number		TEXT PRIMARY KEY CHECK (length(number) = 8),
	kind		TEXT NOT NULL,		-- "ticket"
	object		INTEGER NOT NULL	-- its id
) STRICT, WITHOUT ROWID;

CREATE TRIGGER number_stays BEFORE UPDATE ON number BEGIN
	SELECT RAISE(ABORT, 'a number means one thing for ever');
END;
CREATE TRIGGER number_is_kept BEFORE DELETE ON number BEGIN
	SELECT RAISE(ABORT, 'a number is never used again');
END;

CREATE TABLE ticket_new (
	id		INTEGER PRIMARY KEY,
	prev		INTEGER NOT NULL,
	number		TEXT NOT NULL,
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
    SELECT id, prev, number, state, urgency, line, phone, topic, place, opened_at,
    registered_at, hold_until, last_text_at, receipted, confidential, texts
    FROM ticket ORDER BY id;
INSERT INTO number (number, kind, object)
    SELECT number, 'ticket', id FROM ticket ORDER BY number;
DROP TABLE ticket;
ALTER TABLE ticket_new RENAME TO ticket;
CREATE INDEX ticket_held ON ticket (hold_until) WHERE state = 'draft';
-- What a person must see first, however many tickets there are.
CREATE INDEX ticket_urgent ON ticket (id)
    WHERE urgency = 'P1' AND state IN ('draft', 'registered');
CREATE INDEX ticket_withdrawn ON ticket (id) WHERE state = 'withdrawn';

CREATE TRIGGER ticket_chain AFTER INSERT ON ticket BEGIN
	INSERT INTO contact (phone, last_ticket) VALUES (NEW.phone, NEW.id)
	    ON CONFLICT (phone) DO UPDATE SET last_ticket = NEW.id;
END;
CREATE TRIGGER ticket_number_is_free BEFORE INSERT ON ticket
    WHEN EXISTS (SELECT 1 FROM number WHERE number = NEW.number) BEGIN
	SELECT RAISE(IGNORE);
END;
CREATE TRIGGER ticket_number AFTER INSERT ON ticket BEGIN
	INSERT INTO number (number, kind, object) VALUES (NEW.number, 'ticket', NEW.id);
END;
CREATE TRIGGER ticket_number_stays BEFORE UPDATE OF number ON ticket BEGIN
	SELECT RAISE(ABORT, 'a number means one thing for ever');
END;

PRAGMA user_version = 22;
