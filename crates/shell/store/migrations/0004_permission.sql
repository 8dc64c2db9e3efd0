-- What a member may: owner, leader or member.
ALTER TABLE member ADD COLUMN role TEXT NOT NULL DEFAULT 'member';

-- Bytes that only this store knows, by what they are for.
CREATE TABLE secret (
    workspace_id {id} NOT NULL,
    name TEXT NOT NULL,
    value {bytes} NOT NULL,
    CONSTRAINT secret_key PRIMARY KEY (workspace_id, name),
    CONSTRAINT secret_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
) {narrow};

-- Changes of the data that no SQL text can make, once each.
CREATE TABLE upgrade (
    workspace_id {id} NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT upgrade_key PRIMARY KEY (workspace_id, name),
    CONSTRAINT upgrade_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
) {narrow};

-- Where a member's mail, meetings and calls come from.
CREATE TABLE account (
    workspace_id {id} NOT NULL,
    id {id} NOT NULL,
    member_id {id} NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT account_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT account_member FOREIGN KEY (workspace_id, member_id) REFERENCES member (workspace_id, id)
) {narrow};
CREATE INDEX account_of_member ON account (workspace_id, member_id, id);
ALTER TABLE import ADD COLUMN account_id {id};
CREATE INDEX import_of_account ON import (workspace_id, account_id, started_at, id);

-- In which accounts a message was seen.
CREATE TABLE sighting (
    workspace_id {id} NOT NULL,
    message_id {id} NOT NULL,
    account_id {id} NOT NULL,
    CONSTRAINT sighting_key PRIMARY KEY (workspace_id, message_id, account_id),
    CONSTRAINT sighting_message FOREIGN KEY (workspace_id, message_id) REFERENCES message (workspace_id, id),
    CONSTRAINT sighting_account FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) {narrow};

-- How many messages of an account were decided how; the reason is empty where there is none.
CREATE TABLE decision_count (
    workspace_id {id} NOT NULL,
    account_id {id} NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT decision_count_key PRIMARY KEY (workspace_id, account_id, decision, reason),
    CONSTRAINT decision_count_account FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) {narrow};

-- How far each source of an account was read. Takes the place of folder_read, which did not know whose folder it was.
CREATE TABLE source_cursor (
    workspace_id {id} NOT NULL,
    account_id {id} NOT NULL,
    source TEXT NOT NULL,
    cursor {bytes} NOT NULL,
    CONSTRAINT source_cursor_key PRIMARY KEY (workspace_id, account_id, source),
    CONSTRAINT source_cursor_account FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
);

-- Who asked not to be contacted: for the whole team, until it is withdrawn.
CREATE TABLE opt_out (
    workspace_id {id} NOT NULL,
    id {id} NOT NULL,
    person_id {id} NOT NULL,
    noted_by {id} NOT NULL,
    channel TEXT,
    note TEXT NOT NULL,
    at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    withdrawn_by {id},
    CONSTRAINT opt_out_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT opt_out_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id),
    CONSTRAINT opt_out_noted_by FOREIGN KEY (workspace_id, noted_by) REFERENCES member (workspace_id, id)
);
CREATE INDEX opt_out_of_person ON opt_out (workspace_id, person_id, at, id);
