//! How much of one message is looked at. Beyond a limit the rest is left alone and a problem says so; the
//! original bytes are kept elsewhere, so a limit costs an index entry and never content.

/// Header fields of one message that are looked at; real mail has under two hundred.
pub(crate) const HEADER_FIELDS: usize = 10_000;

/// Addresses that are kept of one header.
pub(crate) const ADDRESSES: usize = 1_000;

/// Message-IDs that are kept of one thread. The newest are kept, since they are nearest to the message.
pub(crate) const REFERENCES: usize = 64;

/// The longest message id kept, in bytes.
pub(crate) const MESSAGE_ID_BYTES: usize = 1_000;

/// The longest subject or name kept, in bytes.
pub(crate) const HEADER_TEXT_BYTES: usize = 2_000;

/// Attachments that are listed of one message.
pub(crate) const ATTACHMENTS: usize = 1_000;

/// How much of a text part is looked at, in bytes.
pub(crate) const TEXT_BYTES: usize = 2 * 1024 * 1024;

/// The longest message taken out of an mbox file, in bytes. It bounds the splitter's memory.
pub(crate) const MESSAGE_BYTES: usize = 64 * 1024 * 1024;

/// How much of a date is looked at, in bytes.
pub(crate) const DATE_BYTES: usize = 200;
