-- What was told, asked and concluded about a modem and its SIM.  It was in the
-- engine's memory: a rollback did not undo it, and a restart said it again.

ALTER TABLE modem ADD COLUMN told_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE modem ADD COLUMN probe_slot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE modem ADD COLUMN probe_judge_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE modem ADD COLUMN probe_silent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE modem ADD COLUMN credit_imsi TEXT NOT NULL DEFAULT '';
ALTER TABLE modem ADD COLUMN credit_ask_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE modem ADD COLUMN credit_asked_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE modem ADD COLUMN credit_tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE modem ADD COLUMN credit_answer TEXT NOT NULL DEFAULT '';
ALTER TABLE modem ADD COLUMN credit_days INTEGER NOT NULL DEFAULT -1;
ALTER TABLE modem ADD COLUMN credit_low INTEGER NOT NULL DEFAULT 0;
ALTER TABLE modem ADD COLUMN credit_paused INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 17;
