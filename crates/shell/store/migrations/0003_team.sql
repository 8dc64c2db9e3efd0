-- The revision at which a relationship was folded last, so that what rests on all of them can take in what changed.
ALTER TABLE relationship ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
CREATE INDEX relationship_by_revision ON relationship (workspace_id, revision, member_id, person_id);
-- The revision at which a relationship was last forgotten: whatever rests on all of them is then made anew.
ALTER TABLE revision ADD COLUMN dropped_at BIGINT NOT NULL DEFAULT 0;

-- Who asked not to be contacted, whoever of the team noted it.
CREATE INDEX follow_up_opted_out ON follow_up (workspace_id, person_id)
    WHERE act = 'opted_out' AND undone_at IS NULL;

-- Whom a member asked to introduce them to somebody. Whether it came to contact follows from the log.
CREATE TABLE introduction (
    workspace_id {id} NOT NULL,
    id {id} NOT NULL,
    member_id {id} NOT NULL,
    via_member_id {id},
    via_person_id {id},
    person_id {id} NOT NULL,
    asked_at BIGINT NOT NULL,
    declined_at BIGINT,
    undone_at BIGINT,
    CONSTRAINT introduction_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT introduction_member FOREIGN KEY (workspace_id, member_id) REFERENCES member (workspace_id, id),
    CONSTRAINT introduction_via_member FOREIGN KEY (workspace_id, via_member_id) REFERENCES member (workspace_id, id),
    CONSTRAINT introduction_via_person FOREIGN KEY (workspace_id, via_person_id) REFERENCES person (workspace_id, id),
    CONSTRAINT introduction_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
);
CREATE INDEX introduction_of_member ON introduction (workspace_id, member_id, asked_at);
CREATE INDEX introduction_by_time ON introduction (workspace_id, asked_at);
CREATE INDEX introduction_of_person ON introduction (workspace_id, person_id);
CREATE INDEX introduction_via ON introduction (workspace_id, via_person_id);

-- Ties that their owner does not let colleagues see.
CREATE TABLE hidden_tie (
    workspace_id {id} NOT NULL,
    member_id {id} NOT NULL,
    person_id {id} NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT hidden_tie_key PRIMARY KEY (workspace_id, member_id, person_id),
    CONSTRAINT hidden_tie_member FOREIGN KEY (workspace_id, member_id) REFERENCES member (workspace_id, id),
    CONSTRAINT hidden_tie_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
) {narrow};
CREATE INDEX hidden_tie_of_person ON hidden_tie (workspace_id, person_id);
