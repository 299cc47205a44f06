-- The field's names: call-outs (三必到), check-ins (平安), back-checks (核实) and changes of
-- number (换号), in tables and in the screens of questions that are still open.

ALTER TABLE duty_task RENAME TO callout;
ALTER TABLE duty_task_asked RENAME TO callout_asked;
ALTER TABLE callout_asked RENAME COLUMN task_id TO callout_id;
ALTER TABLE duty_check RENAME TO backcheck;
ALTER TABLE duty_seed RENAME TO backcheck_seed;
ALTER TABLE peace RENAME TO checkin;

DROP INDEX duty_task_code;
CREATE UNIQUE INDEX callout_code ON callout (code) WHERE state <> 'done';
DROP INDEX duty_task_due;
CREATE INDEX callout_due ON callout (due_at) WHERE state = 'open' AND due_at <> 0;
DROP INDEX duty_task_household;
CREATE INDEX callout_household ON callout (household_id, kind) WHERE state <> 'done';
DROP INDEX duty_check_household;
CREATE INDEX backcheck_household ON backcheck (household_id, day);
DROP INDEX duty_check_cadre;
CREATE INDEX backcheck_cadre ON backcheck (cadre_id, day);
DROP INDEX duty_check_phone;
CREATE INDEX backcheck_phone ON backcheck (phone, day) WHERE answer = '';
DROP INDEX peace_next;
CREATE INDEX checkin_next ON checkin (next_at);
DROP INDEX peace_phone;
CREATE INDEX checkin_phone ON checkin (phone);
DROP INDEX peace_asker;
CREATE INDEX checkin_asker ON checkin (asker);

UPDATE question SET screen = 'checkin.' || substr(screen, 7) WHERE screen LIKE 'peace.%';
UPDATE question SET screen = 'backcheck.' || substr(screen, 7) WHERE screen LIKE 'check.%';
UPDATE question SET screen = 'renumber.' || substr(screen, 8) WHERE screen LIKE 'number.%';
UPDATE question SET screen = 'callout.' || substr(screen, 6) WHERE screen LIKE 'must.%';
UPDATE question SET screen = 'directory.' || substr(screen, 6) WHERE screen LIKE 'find.%';

PRAGMA user_version = 13;
