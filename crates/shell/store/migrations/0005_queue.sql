-- A job is taken under a number that grows each time, until a moment. Whoever comes late with an older number has lost it.
ALTER TABLE job ADD COLUMN lease BIGINT NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN locked_until BIGINT;
ALTER TABLE job ADD COLUMN begun_at BIGINT;
ALTER TABLE job ADD COLUMN stop_asked_at BIGINT;

-- What is asked for before this version runs after what is asked for in it, and is work of its own.
ALTER TABLE job ADD COLUMN priority BIGINT NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN key TEXT;

-- How often it failed, how often it was begun and did not end, and when it is tried again. `failure` says why.
ALTER TABLE job ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN cuts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN not_before BIGINT NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN set_aside_at BIGINT;

CREATE UNIQUE INDEX job_once ON job (workspace_id, key)
    WHERE finished_at IS NULL AND set_aside_at IS NULL AND locked_until IS NULL;
CREATE INDEX job_by_key ON job (workspace_id, key, requested_at);
