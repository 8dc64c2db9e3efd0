-- How many relationships have a state, so that nobody has to count them.
ALTER TABLE revision ADD COLUMN relationships BIGINT NOT NULL DEFAULT 0;

-- With side and channel, who was in contact in a week is read from the index alone.
DROP INDEX touch_by_interaction;
CREATE INDEX touch_by_interaction ON touch (workspace_id, interaction_id, person_id, member_id, side, channel);
