//! Where arrivals come from. A source reads what has changed since a cursor; the import keeps the cursor, in the
//! transaction after everything before it has landed. Files and folders are sources; so is whatever is listed below.

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

/// One thing whose changes are read from beginning to end, on a thread of its own.
pub(crate) trait Source: Send {
    /// What its cursor is kept under; no other source of the account has the same.
    fn place(&self) -> String;

    /// Looks at what has changed since a cursor that it gave before, and how much there is to read of it.
    fn open(&mut self, since: Option<&[u8]>) -> Expected;

    /// Reads it. What cannot be read is told to the outlet and stops nothing.
    fn read(&mut self, meter: &Meter, out: &mut dyn Outlet) -> ControlFlow<()>;
}

/// What a source has found before it reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Expected {
    /// Bytes to be read.
    pub(crate) bytes: u64,
    /// Messages that were read before and are passed over.
    pub(crate) known: u64,
}

/// Where a source puts what it reads.
pub(crate) trait Outlet {
    /// A message. Breaks when nothing more is wanted.
    fn found(&mut self, found: Found<'_>) -> ControlFlow<()>;

    /// Something that could not be read, and why.
    fn failed(&mut self, why: SourceError);

    /// Everything up to here was given: the next run begins behind this cursor, once what came before it has landed.
    fn reached(&mut self, cursor: Vec<u8>);
}
