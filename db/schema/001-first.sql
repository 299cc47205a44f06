-- The first schema: texts in, texts out, questions,
-- tickets, call-backs, contacts, audit.
--
-- Times are microseconds since 1970 UTC, except `stamp` (seconds).  Names of
-- states are stored as words, so that a person with a shell can read them.
--
-- What a phone did is found by a chain, not by an index: contact.last_inbox is
-- its newest text, inbox.prev the one before.  An index led by phone would
-- touch a cold page at every text and grow with every text ever stored; the
-- chain costs the contact's own page, which a turn touches anyway.

CREATE TABLE contact (
	phone		TEXT NOT NULL PRIMARY KEY,
	first_at	INTEGER NOT NULL DEFAULT 0,	-- 0: has not texted yet
	last_at		INTEGER NOT NULL DEFAULT 0,
	menu_at		INTEGER NOT NULL DEFAULT 0,
	silent_until	INTEGER NOT NULL DEFAULT 0,
	wrong		INTEGER NOT NULL DEFAULT 0,
	ack_only	INTEGER NOT NULL DEFAULT 0,
	next_ref	INTEGER NOT NULL DEFAULT 0,	-- concatenation, 0-255
	last_inbox	INTEGER NOT NULL DEFAULT 0,
	last_outbox	INTEGER NOT NULL DEFAULT 0,
	last_question	INTEGER NOT NULL DEFAULT 0,
	last_ticket	INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE opt_out (
	phone		TEXT NOT NULL,
	topic		TEXT NOT NULL,
	at		INTEGER NOT NULL,
	PRIMARY KEY (phone, topic)
) STRICT, WITHOUT ROWID;

-- --- texts in ---------------------------------------------------------------

CREATE TABLE inbox (
	id		INTEGER PRIMARY KEY,
	prev		INTEGER NOT NULL,	-- the text before it of this phone
	bearer		TEXT NOT NULL
	    CHECK (bearer IN ('sms', 'console', 'ussd', 'call')),
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
	end		TEXT NOT NULL DEFAULT 'open' CHECK (end IN
	    ('open', 'answered', 'filed', 'merged', 'ignored')),
	reason		TEXT NOT NULL DEFAULT '',
	rule		TEXT NOT NULL DEFAULT '',
	confidence	INTEGER NOT NULL DEFAULT -1,
	ticket		TEXT NOT NULL DEFAULT ''
) STRICT;

-- Leads with the time, so that new texts touch the same few pages.
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

-- Texts of which parts are still to come; gone when the text is made.
CREATE TABLE joining (
	id		INTEGER PRIMARY KEY,
	phone		TEXT NOT NULL,
	line		TEXT NOT NULL,
	modem		TEXT NOT NULL,
	coding		INTEGER NOT NULL,
	ref_bits	INTEGER NOT NULL,
	ref		INTEGER NOT NULL,
	max		INTEGER NOT NULL,
	have		INTEGER NOT NULL DEFAULT 0,
	sent_at		INTEGER NOT NULL,	-- the earliest of its parts
	began_at	INTEGER NOT NULL
) STRICT;
CREATE INDEX joining_began ON joining (began_at);
CREATE INDEX joining_key ON joining (phone, line, ref);

CREATE TABLE part (
	id		INTEGER PRIMARY KEY,
	stamp		INTEGER NOT NULL,
	phone		TEXT NOT NULL,
	line		TEXT NOT NULL,
	hash		BLOB NOT NULL,
	received_at	INTEGER NOT NULL,
	seq		INTEGER NOT NULL,
	body		BLOB NOT NULL,
	joining_id	INTEGER,		-- while it waits for others
	inbox_id	INTEGER REFERENCES inbox (id)	-- the text it made
) STRICT;
CREATE UNIQUE INDEX part_pdu ON part (stamp, phone, line, hash);
CREATE UNIQUE INDEX part_joining ON part (joining_id, seq)
    WHERE joining_id IS NOT NULL;

CREATE TRIGGER part_stays_as_it_came BEFORE UPDATE OF id, stamp, phone, line,
    hash, received_at, seq, body ON part BEGIN
	SELECT RAISE(ABORT, 'a part that came is never changed');
END;
CREATE TRIGGER part_stays BEFORE DELETE ON part BEGIN
	SELECT RAISE(ABORT, 'a part that came is never deleted');
END;

-- --- questions --------------------------------------------------------------

CREATE TABLE question (
	id		INTEGER PRIMARY KEY,
	prev		INTEGER NOT NULL,
	phone		TEXT NOT NULL,
	line		TEXT NOT NULL,
	screen		TEXT NOT NULL,
	state		TEXT NOT NULL CHECK (state IN ('waiting', 'open',
	    'pushed', 'answered', 'expired', 'dropped')),
	priority	INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 4),
	asked_at	INTEGER NOT NULL,
	sent_at		INTEGER NOT NULL DEFAULT 0,
	expires_at	INTEGER NOT NULL,
	closed_at	INTEGER NOT NULL DEFAULT 0,
	wrong		INTEGER NOT NULL DEFAULT 0,
	data		TEXT NOT NULL DEFAULT ''	-- key=value lines
) STRICT;
-- DESIGN law 3.
CREATE UNIQUE INDEX question_open ON question (phone, line)
    WHERE state = 'open';
CREATE INDEX question_expires ON question (expires_at)
    WHERE state IN ('open', 'waiting', 'pushed');

CREATE TRIGGER question_chain AFTER INSERT ON question BEGIN
	INSERT INTO contact (phone, last_question) VALUES (NEW.phone, NEW.id)
	    ON CONFLICT (phone) DO UPDATE SET last_question = NEW.id;
END;

-- --- texts out --------------------------------------------------------------

CREATE TABLE outbox (
	id		INTEGER PRIMARY KEY,
	prev		INTEGER NOT NULL,
	key		TEXT NOT NULL UNIQUE,
	bearer		TEXT NOT NULL
	    CHECK (bearer IN ('sms', 'console', 'ussd')),
	line		TEXT NOT NULL,
	modem		TEXT NOT NULL,		-- whose it is; '' any of the line
	lane		INTEGER NOT NULL CHECK (lane BETWEEN 0 AND 4),
	phone		TEXT NOT NULL,
	parts		INTEGER NOT NULL CHECK (parts BETWEEN 1 AND 10),
	made_at		INTEGER NOT NULL,
	not_after	INTEGER NOT NULL,
	ref		INTEGER NOT NULL,
	inbox_id	INTEGER REFERENCES inbox (id),
	question_id	INTEGER REFERENCES question (id),
	state		TEXT NOT NULL DEFAULT 'queued' CHECK (state IN
	    ('queued', 'handed', 'sent', 'delivered', 'failed', 'unknown',
	    'expired', 'cancelled')),
	changed_at	INTEGER NOT NULL,
	not_before	INTEGER NOT NULL,
	attempts	INTEGER NOT NULL DEFAULT 0 CHECK (attempts <= 5),
	resends		INTEGER NOT NULL DEFAULT 0,	-- again after unknown
	first_part	INTEGER NOT NULL DEFAULT 0,
	handed_to	TEXT NOT NULL DEFAULT '',	-- who has or had it
	error		TEXT NOT NULL DEFAULT '',
	text		TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (line, modem, lane, not_before)
    WHERE state = 'queued' AND bearer = 'sms';
CREATE INDEX outbox_live ON outbox (phone)
    WHERE state IN ('queued', 'handed') AND bearer <> 'sms';
CREATE INDEX outbox_expires ON outbox (not_after) WHERE state = 'queued';
CREATE INDEX outbox_handed ON outbox (phone) WHERE state = 'handed';
CREATE INDEX outbox_tried ON outbox (phone, lane)
    WHERE state = 'queued' AND attempts > 0;

CREATE TRIGGER outbox_chain AFTER INSERT ON outbox BEGIN
	INSERT INTO contact (phone, last_outbox) VALUES (NEW.phone, NEW.id)
	    ON CONFLICT (phone) DO UPDATE SET last_outbox = NEW.id;
END;

-- Parts the network accepted, once for each attempt.
CREATE TABLE outbox_part (
	outbox_id	INTEGER NOT NULL REFERENCES outbox (id),
	part		INTEGER NOT NULL,
	attempt		INTEGER NOT NULL,
	modem		TEXT NOT NULL,
	mr		INTEGER NOT NULL,		-- TP-MR
	sent_at		INTEGER NOT NULL,
	status		INTEGER,			-- TP-ST, when final
	reported_at	INTEGER,
	PRIMARY KEY (outbox_id, part, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_part_modem ON outbox_part (modem, sent_at, mr);

-- --- tickets ----------------------------------------------------------------

CREATE TABLE ticket (
	id		INTEGER PRIMARY KEY,
	prev		INTEGER NOT NULL,
	number		TEXT NOT NULL UNIQUE CHECK (length(number) = 8),
	state		TEXT NOT NULL CHECK (state IN
	    ('draft', 'registered', 'void', 'withdrawn')),
	urgency		INTEGER NOT NULL CHECK (urgency BETWEEN 1 AND 3),
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
CREATE INDEX ticket_held ON ticket (hold_until) WHERE state = 'draft';

CREATE TRIGGER ticket_chain AFTER INSERT ON ticket BEGIN
	INSERT INTO contact (phone, last_ticket) VALUES (NEW.phone, NEW.id)
	    ON CONFLICT (phone) DO UPDATE SET last_ticket = NEW.id;
END;

CREATE TABLE ticket_text (
	ticket_id	INTEGER NOT NULL REFERENCES ticket (id),
	inbox_id	INTEGER NOT NULL REFERENCES inbox (id),
	PRIMARY KEY (ticket_id, inbox_id)
) STRICT, WITHOUT ROWID;

-- --- call-backs -------------------------------------------------------------

CREATE TABLE callback (
	id		INTEGER PRIMARY KEY,
	phone		TEXT NOT NULL,
	line		TEXT NOT NULL,
	reason		TEXT NOT NULL,
	ticket		TEXT NOT NULL,
	asked_at	INTEGER NOT NULL,
	done_at		INTEGER NOT NULL DEFAULT 0,
	times		INTEGER NOT NULL DEFAULT 1,
	done_by		TEXT NOT NULL DEFAULT '',
	result		TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX callback_open ON callback (phone) WHERE done_at = 0;

-- --- audit ------------------------------------------------------------------

CREATE TABLE audit (
	seq		INTEGER PRIMARY KEY,
	at		INTEGER NOT NULL,
	actor		TEXT NOT NULL,
	role		TEXT NOT NULL,
	action		TEXT NOT NULL,
	object		TEXT NOT NULL,
	before		TEXT NOT NULL,
	after		TEXT NOT NULL,
	reason		TEXT NOT NULL,
	hash		BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_object ON audit (object);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
	SELECT RAISE(ABORT, 'the audit trail is never changed');
END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN
	SELECT RAISE(ABORT, 'the audit trail is never deleted');
END;

PRAGMA application_id = 0x58594958;	-- "XYIX"
PRAGMA user_version = 1;
