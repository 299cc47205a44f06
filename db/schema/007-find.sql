-- The public directory asks by name.

CREATE INDEX cadre_name ON cadre (name) WHERE gone_on = 0;

PRAGMA user_version = 7;
