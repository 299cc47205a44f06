-- Lists for staff: what is rare, and who waits longest, is found without reading
-- everything else.

CREATE INDEX callback_waits ON callback (asked_at) WHERE done_at = 0;
CREATE INDEX outbox_ended ON outbox (state, id)
    WHERE state = 'failed' OR state = 'unknown' OR state = 'expired'
    OR state = 'cancelled';
CREATE INDEX ticket_withdrawn ON ticket (id) WHERE state = 'withdrawn';

PRAGMA user_version = 18;
