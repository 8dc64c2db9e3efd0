-- What was put on a member's list, once a day: so that a person comes up once in a while, and lanes learn.
CREATE TABLE suggestion (
    workspace_id {id} NOT NULL,
    member_id {id} NOT NULL,
    day BIGINT NOT NULL,
    person_id {id} NOT NULL,
    at BIGINT NOT NULL,
    lane TEXT NOT NULL,
    explored {flag} NOT NULL,
    CONSTRAINT suggestion_key PRIMARY KEY (workspace_id, member_id, day, person_id),
    CONSTRAINT suggestion_member FOREIGN KEY (workspace_id, member_id) REFERENCES member (workspace_id, id),
    CONSTRAINT suggestion_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
) {narrow};
CREATE INDEX suggestion_by_person ON suggestion (workspace_id, person_id);

-- Lean-back tests as they were begun. Where one stands follows from the log.
CREATE TABLE lean_back (
    workspace_id {id} NOT NULL,
    id {id} NOT NULL,
    member_id {id} NOT NULL,
    person_id {id} NOT NULL,
    reason TEXT NOT NULL,
    plan TEXT NOT NULL,
    suggested_at BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    stopped_at BIGINT,
    CONSTRAINT lean_back_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT lean_back_member FOREIGN KEY (workspace_id, member_id) REFERENCES member (workspace_id, id),
    CONSTRAINT lean_back_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
);
CREATE INDEX lean_back_of_person ON lean_back (workspace_id, person_id, starts_at);
CREATE INDEX lean_back_of_member ON lean_back (workspace_id, member_id, starts_at);

-- How often the probabilities were right, as it was found once a month.
CREATE TABLE reliability (
    workspace_id {id} NOT NULL,
    at BIGINT NOT NULL,
    pairs BIGINT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT reliability_key PRIMARY KEY (workspace_id, at),
    CONSTRAINT reliability_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
) {narrow};
