-- Who works at the office and what they may do; what needs a second person; who
-- typed a text that no phone sent.

CREATE TABLE staff (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL UNIQUE CHECK (code <> ''),
	name		TEXT NOT NULL CHECK (name <> ''),
	user		TEXT NOT NULL,			-- UNIX user; '' none
	scope_kind	TEXT NOT NULL CHECK (scope_kind = '' OR
	    scope_kind = 'area' OR scope_kind = 'department'),
	scope		TEXT NOT NULL,			-- its code; '' everything
	away_from	INTEGER NOT NULL DEFAULT 0,	-- days, both within; 0 none
	away_to		INTEGER NOT NULL DEFAULT 0 CHECK (away_to >= away_from),
	deputy_id	INTEGER REFERENCES staff (id),
	gone_on		INTEGER NOT NULL DEFAULT 0,	-- day they left
	CHECK ((scope = '') = (scope_kind = '')),
	CHECK (deputy_id IS NULL OR deputy_id <> id)
) STRICT;
CREATE UNIQUE INDEX staff_user ON staff (user) WHERE user <> '' AND gone_on = 0;
CREATE INDEX staff_deputy ON staff (deputy_id) WHERE deputy_id IS NOT NULL;
CREATE TRIGGER staff_stays BEFORE DELETE ON staff BEGIN
	SELECT RAISE(ABORT, 'staff leave, and are never deleted');
END;

CREATE TABLE staff_role (
	staff_id	INTEGER NOT NULL REFERENCES staff (id),
	role		TEXT NOT NULL CHECK (role = 'clerk' OR
	    role = 'supervisor' OR role = 'unit' OR role = 'registrar' OR
	    role = 'survey' OR role = 'leader' OR role = 'auditor' OR
	    role = 'admin'),
	PRIMARY KEY (staff_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval (
	id		INTEGER PRIMARY KEY,
	kind		TEXT NOT NULL,			-- 'duty.close'
	object		TEXT NOT NULL,			-- 'month:2026-10'
	words		TEXT NOT NULL,			-- what exactly, for people
	arguments	TEXT NOT NULL,			-- the same, a GVariant a{ss}
	by		TEXT NOT NULL,			-- as the audit names them
	by_code		TEXT NOT NULL,			-- staff.code; ''
	by_for		TEXT NOT NULL,			-- code of whom they stood in for
	by_user		TEXT NOT NULL,			-- UNIX user
	by_login	TEXT NOT NULL,			-- whom they logged in as; ''
	at		INTEGER NOT NULL,		-- us
	expires_at	INTEGER NOT NULL,
	state		TEXT NOT NULL DEFAULT 'open' CHECK (state = 'open' OR
	    state = 'approved' OR state = 'rejected' OR state = 'withdrawn' OR
	    state = 'expired' OR state = 'void'),
	settled_by	TEXT NOT NULL DEFAULT '',
	settled_at	INTEGER NOT NULL DEFAULT 0,
	reason		TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX approval_open ON approval (kind, object, arguments)
    WHERE state = 'open';
CREATE INDEX approval_expires ON approval (expires_at) WHERE state = 'open';
CREATE TRIGGER approval_stays BEFORE DELETE ON approval BEGIN
	SELECT RAISE(ABORT, 'a proposal is settled, never deleted');
END;
CREATE TRIGGER approval_is_as_proposed BEFORE UPDATE OF id, kind, object, words,
    arguments, by, by_code, by_for, by_user, by_login, at, expires_at
    ON approval BEGIN
	SELECT RAISE(ABORT, 'a proposal is never changed');
END;
CREATE TRIGGER approval_is_settled_once BEFORE UPDATE ON approval
    WHEN OLD.state <> 'open' BEGIN
	SELECT RAISE(ABORT, 'a proposal is settled once');
END;

-- Open first words become proposals.  root's do not count any more, for they may be
-- anybody's.
INSERT INTO approval (kind, object, words, arguments, by, by_code, by_for,
    by_user, by_login, at, expires_at, state, reason)
SELECT 'duty.close', 'month:' || substr(month, 1, 4) || '-' || substr(month, 5),
    'close ' || substr(month, 1, 4) || '-' || substr(month, 5),
    '{''month'': ''' || month || '''}', by, '', '',
    rtrim(substr(by, instr(by, '(') + 1), ')'), '', at, at + 86400000000,
    iif(by LIKE 'uid 0%', 'void', 'open'),
    iif(by LIKE 'uid 0%', 'root is nobody in particular', '')
FROM (SELECT substr(what, 12) AS month, by, at FROM second_word
    WHERE what LIKE 'duty.close:%');
INSERT INTO approval (kind, object, words, arguments, by, by_code, by_for,
    by_user, by_login, at, expires_at, state, reason)
SELECT 'phone.change', 'phone:' || old,
    'change ' || old || ' to ' || new,
    '{''new'': ''' || new || ''', ''old'': ''' || old || '''}', by, '', '',
    rtrim(substr(by, instr(by, '(') + 1), ')'), '', at, at + 604800000000,
    iif(by LIKE 'uid 0%', 'void', 'open'),
    iif(by LIKE 'uid 0%', 'root is nobody in particular', '')
FROM (SELECT substr(numbers, 1, instr(numbers, ':') - 1) AS old,
    substr(numbers, instr(numbers, ':') + 1) AS new, by, at
    FROM (SELECT substr(what, 14) AS numbers, by, at FROM second_word
	WHERE what LIKE 'phone.change:%'));
DROP TABLE second_word;

-- Who typed a text at a console in a villager's or a cadre's name; '' nobody did.
ALTER TABLE inbox ADD COLUMN typed_by TEXT NOT NULL DEFAULT '';
CREATE INDEX inbox_typed ON inbox (id) WHERE typed_by <> '';
DROP TRIGGER inbox_stays_as_it_came;
CREATE TRIGGER inbox_stays_as_it_came BEFORE UPDATE OF id, prev, bearer, line,
    modem, phone, stamp, hash, sent_at, received_at, incomplete, text, body,
    typed_by ON inbox BEGIN
	SELECT RAISE(ABORT, 'a text that came is never changed');
END;

PRAGMA user_version = 16;
