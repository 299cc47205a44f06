-- What two people must say before it is done: who was the first.

CREATE TABLE second_word (
	what	TEXT NOT NULL PRIMARY KEY,	-- "duty.close:202610"
	by	TEXT NOT NULL,
	at	INTEGER NOT NULL		-- us
) STRICT, WITHOUT ROWID;
INSERT INTO second_word SELECT 'duty.close:' || month, by, at FROM duty_closing;
DROP TABLE duty_closing;

PRAGMA user_version = 12;
