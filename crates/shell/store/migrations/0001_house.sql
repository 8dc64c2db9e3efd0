-- One text for both engines. {id}, {bytes}, {flag} and {narrow} are spelled per engine in dialect/schema.rs.
CREATE TABLE workspace (
    id {id} NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT workspace_key PRIMARY KEY (id)
);

CREATE TABLE member (
    workspace_id {id} NOT NULL,
    id {id} NOT NULL,
    name TEXT NOT NULL,
    passphrase TEXT,
    created_at BIGINT NOT NULL,
    CONSTRAINT member_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT member_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
);

CREATE TABLE member_address (
    workspace_id {id} NOT NULL,
    address TEXT NOT NULL,
    member_id {id} NOT NULL,
    CONSTRAINT member_address_key PRIMARY KEY (workspace_id, address),
    CONSTRAINT member_address_member FOREIGN KEY (workspace_id, member_id) REFERENCES member (workspace_id, id)
) {narrow};

CREATE TABLE session (
    workspace_id {id} NOT NULL,
    token {bytes} NOT NULL,
    member_id {id} NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    CONSTRAINT session_key PRIMARY KEY (workspace_id, token),
    CONSTRAINT session_member FOREIGN KEY (workspace_id, member_id) REFERENCES member (workspace_id, id)
) {narrow};

CREATE TABLE setting (
    workspace_id {id} NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT setting_key PRIMARY KEY (workspace_id, name),
    CONSTRAINT setting_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
) {narrow};

CREATE TABLE import (
    workspace_id {id} NOT NULL,
    id {id} NOT NULL,
    label TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    counts TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    total_bytes BIGINT NOT NULL,
    failure TEXT,
    CONSTRAINT import_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT import_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
);
CREATE INDEX import_by_start ON import (workspace_id, started_at, id);

-- Every message read has a row here, whatever was decided about it.
CREATE TABLE message (
    workspace_id {id} NOT NULL,
    id {id} NOT NULL,
    message_id TEXT,
    message_key BIGINT,
    answers TEXT,
    waits_for BIGINT,
    sender TEXT,
    sender_member_id {id},
    at BIGINT,
    subject TEXT NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT,
    is_copied {flag} NOT NULL,
    problems TEXT,
    import_id {id} NOT NULL,
    CONSTRAINT message_row PRIMARY KEY (workspace_id, id),
    CONSTRAINT message_import FOREIGN KEY (workspace_id, import_id) REFERENCES import (workspace_id, id)
);
CREATE INDEX message_by_key ON message (workspace_id, message_key, id);
CREATE INDEX message_waiting ON message (workspace_id, waits_for, id) WHERE waits_for IS NOT NULL;
CREATE INDEX message_by_decision ON message (workspace_id, decision, reason, id);

-- The bytes as they came, compressed. Append-only: everything else can be made again from here.
CREATE TABLE original (
    workspace_id {id} NOT NULL,
    sha256 {bytes} NOT NULL,
    message_id {id} NOT NULL,
    size BIGINT NOT NULL,
    content {bytes} NOT NULL,
    CONSTRAINT original_key PRIMARY KEY (workspace_id, sha256),
    CONSTRAINT original_message FOREIGN KEY (workspace_id, message_id) REFERENCES message (workspace_id, id)
);
CREATE INDEX original_by_message ON original (workspace_id, message_id, sha256);

CREATE TABLE person (
    workspace_id {id} NOT NULL,
    id {id} NOT NULL,
    name TEXT NOT NULL,
    name_is_own {flag} NOT NULL,
    name_at BIGINT NOT NULL,
    CONSTRAINT person_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT person_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
);

CREATE TABLE address (
    workspace_id {id} NOT NULL,
    address TEXT NOT NULL,
    person_id {id} NOT NULL,
    used_at BIGINT NOT NULL,
    CONSTRAINT address_key PRIMARY KEY (workspace_id, address),
    CONSTRAINT address_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
) {narrow};
CREATE INDEX address_by_person ON address (workspace_id, person_id, used_at DESC, address);

CREATE TABLE interaction (
    workspace_id {id} NOT NULL,
    id {id} NOT NULL,
    at BIGINT NOT NULL,
    channel TEXT NOT NULL,
    side TEXT NOT NULL,
    opens {flag} NOT NULL,
    subject TEXT NOT NULL,
    own_text TEXT NOT NULL,
    thread BIGINT NOT NULL,
    CONSTRAINT interaction_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT interaction_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
);
CREATE INDEX interaction_by_thread ON interaction (workspace_id, thread);

CREATE TABLE thread_key (
    workspace_id {id} NOT NULL,
    key BIGINT NOT NULL,
    thread BIGINT NOT NULL,
    CONSTRAINT thread_key_key PRIMARY KEY (workspace_id, key),
    CONSTRAINT thread_key_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
) {narrow};
CREATE INDEX thread_key_by_thread ON thread_key (workspace_id, thread);

CREATE TABLE touch (
    workspace_id {id} NOT NULL,
    person_id {id} NOT NULL,
    member_id {id} NOT NULL,
    at BIGINT NOT NULL,
    interaction_id {id} NOT NULL,
    side TEXT NOT NULL,
    channel TEXT NOT NULL,
    opens {flag} NOT NULL,
    CONSTRAINT touch_key PRIMARY KEY (workspace_id, person_id, member_id, at, interaction_id),
    CONSTRAINT touch_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id),
    CONSTRAINT touch_member FOREIGN KEY (workspace_id, member_id) REFERENCES member (workspace_id, id),
    CONSTRAINT touch_interaction FOREIGN KEY (workspace_id, interaction_id) REFERENCES interaction (workspace_id, id)
) {narrow};
CREATE INDEX touch_by_interaction ON touch (workspace_id, interaction_id, person_id, member_id);

CREATE TABLE relationship (
    workspace_id {id} NOT NULL,
    member_id {id} NOT NULL,
    person_id {id} NOT NULL,
    state {bytes},
    folded_to BIGINT,
    pending_from BIGINT,
    CONSTRAINT relationship_key PRIMARY KEY (workspace_id, member_id, person_id),
    CONSTRAINT relationship_member FOREIGN KEY (workspace_id, member_id) REFERENCES member (workspace_id, id),
    CONSTRAINT relationship_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
) {narrow};
CREATE INDEX relationship_pending ON relationship (workspace_id, pending_from, member_id, person_id)
    WHERE pending_from IS NOT NULL;
CREATE INDEX relationship_by_person ON relationship (workspace_id, person_id);


CREATE TABLE priors (
    workspace_id {id} NOT NULL,
    version BIGINT NOT NULL,
    fitted_at BIGINT NOT NULL,
    pairs BIGINT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT priors_key PRIMARY KEY (workspace_id, version),
    CONSTRAINT priors_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
) {narrow};

CREATE TABLE revision (
    workspace_id {id} NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT revision_key PRIMARY KEY (workspace_id),
    CONSTRAINT revision_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
) {narrow};

CREATE TABLE follow_up (
    workspace_id {id} NOT NULL,
    id {id} NOT NULL,
    member_id {id} NOT NULL,
    person_id {id} NOT NULL,
    at BIGINT NOT NULL,
    act TEXT NOT NULL,
    until_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    undone_at BIGINT,
    CONSTRAINT follow_up_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT follow_up_member FOREIGN KEY (workspace_id, member_id) REFERENCES member (workspace_id, id),
    CONSTRAINT follow_up_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
);
CREATE INDEX follow_up_standing ON follow_up (workspace_id, member_id, until_at) WHERE undone_at IS NULL;
CREATE INDEX follow_up_of_person ON follow_up (workspace_id, person_id, at);

-- The files of each folder that was read to its end, so that the next run reads only what is new.
CREATE TABLE folder_read (
    workspace_id {id} NOT NULL,
    folder TEXT NOT NULL,
    keys {bytes} NOT NULL,
    CONSTRAINT folder_read_key PRIMARY KEY (workspace_id, folder),
    CONSTRAINT folder_read_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
);

-- What is to be done in the background. A job that was cut short is done again.
CREATE TABLE job (
    workspace_id {id} NOT NULL,
    id {id} NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    finished_at BIGINT,
    failure TEXT,
    CONSTRAINT job_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT job_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
);
CREATE INDEX job_open ON job (workspace_id, requested_at) WHERE finished_at IS NULL;
