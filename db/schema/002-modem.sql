-- What is known of modems and SIMs beside the configuration: which SIM belongs
-- in which modem, whom a person has stopped, what credit is left; and a way to
-- the texts that came to nothing.

CREATE TABLE modem (
	name		TEXT NOT NULL PRIMARY KEY,	-- as configured
	imei		TEXT NOT NULL DEFAULT '',	-- seen last
	imsi		TEXT NOT NULL DEFAULT '',	-- the SIM that may send
	bound_at	INTEGER NOT NULL DEFAULT 0,
	bound_by	TEXT NOT NULL DEFAULT '',	-- "first seen", or who
	paused_at	INTEGER NOT NULL DEFAULT 0,	-- by a person; 0 not
	paused_by	TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- Every balance an operator told, for the forecast.
CREATE TABLE balance (
	modem		TEXT NOT NULL,
	at		INTEGER NOT NULL,
	imsi		TEXT NOT NULL,
	fen		INTEGER NOT NULL,		-- 1/100 yuan
	PRIMARY KEY (modem, at)
) STRICT, WITHOUT ROWID;

-- How often the network gave no answer to a text.
ALTER TABLE outbox ADD COLUMN silences INTEGER NOT NULL DEFAULT 0;

-- What did not leave, or not for certain: for status and its lists.
CREATE INDEX outbox_lost ON outbox (changed_at)
    WHERE state IN ('failed', 'unknown', 'expired');

-- Whom we have texted unasked, and when: for the ceilings of a phone.
CREATE INDEX outbox_unasked ON outbox (phone, changed_at)
    WHERE lane IN (2, 4) AND bearer = 'sms'
    AND state IN ('handed', 'sent', 'delivered', 'unknown');

-- What a person must see first, however many tickets there are.
CREATE INDEX ticket_urgent ON ticket (id)
    WHERE urgency = 1 AND state IN ('draft', 'registered');

PRAGMA user_version = 2;
