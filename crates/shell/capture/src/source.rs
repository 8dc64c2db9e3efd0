//! Where arrivals come from. A source reads what has changed since a cursor; the import saves the cursor in the
//! transaction after everything before it has landed.

mod archive;
pub(crate) mod file;
pub(crate) mod files;
pub(crate) mod folder;
pub(crate) mod found;
pub(crate) mod meter;
mod recognize;
mod stream;

use std::ops::ControlFlow;

use crate::source::found::{Found, SourceError};
use crate::source::meter::Meter;

/// Something whose changes are read from beginning to end, on a thread of its own.
pub(crate) trait Source: Send {
    /// The key under which its cursor is saved, unique in the account.
    fn key(&self) -> String;

    /// Finds what has changed since a cursor that it returned before, and how much there is to read of it.
    fn open(&mut self, since: Option<&[u8]>) -> Expected;

    /// Reads the changes. What cannot be read is reported to the sink and does not end the reading.
    fn read(&mut self, meter: &Meter, out: &mut dyn Sink) -> ControlFlow<()>;
}

/// What a source has found before it reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Expected {
    /// The number of bytes to be read.
    pub(crate) bytes: u64,
    /// The number of messages that were read before and are skipped.
    pub(crate) known: u64,
}

/// Where a source sends what it reads.
pub(crate) trait Sink {
    /// Sends a message. Breaks when no more are wanted.
    fn found(&mut self, found: Found<'_>) -> ControlFlow<()>;

    /// Reports something that could not be read.
    fn failed(&mut self, why: SourceError);

    /// Reports that everything up to this cursor was sent. The next run begins after it, once what came before it has
    /// landed.
    fn reached(&mut self, cursor: Vec<u8>);
}
