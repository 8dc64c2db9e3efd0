-- What came in: a mail, or what a member logged by hand.
ALTER TABLE message ADD COLUMN kind TEXT NOT NULL DEFAULT 'mail';
