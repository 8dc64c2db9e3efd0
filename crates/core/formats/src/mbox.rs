//! Splits an mbox file into messages without trusting `From ` lines, in constant memory.

mod separator;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, Read};

use memchr::{memchr, memchr_iter, memmem};
use rapport_model::Moment;

use crate::limits;
use separator::Separator;

/// One message of an mbox file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The message without its `From ` line, with `>From ` unescaped.
    pub bytes: Vec<u8>,
    /// The byte of the stream at which its `From ` line begins.
    pub offset: u64,
    /// The moment in the `From ` line; `None` when it holds none that can be read.
    pub envelope: Option<Moment>,
    /// Whether the message was longer than 64 MB; the rest of it was skipped.
    pub is_truncated: bool,
}

/// An iterator over the messages of a stream. It reads all four dialects of mbox, with either line ending, and ends
/// after the first read error.
pub struct Splitter<R: BufRead> {
    reader: R,
    limit: usize,
    buffer: Vec<u8>,
    /// Where the next message begins in the buffer.
    start: usize,
    /// Where the buffer begins in the stream.
    base: u64,
    is_begun: bool,
    is_drained: bool,
}

/// How many bytes are read at once; larger reads are no faster.
const CHUNK: usize = 256 * 1024;
/// What is needed after a line break to tell whether a separator stands there.
const LOOKAHEAD: usize = 1_200;

impl<R: BufRead> Splitter<R> {
    /// A splitter at the beginning of a stream.
    pub fn new(reader: R) -> Self {
        Self::with_limit(reader, limits::MESSAGE_BYTES)
    }

    fn with_limit(reader: R, limit: usize) -> Self {
        Self { reader, limit, buffer: Vec::new(), start: 0, base: 0, is_begun: false, is_drained: false }
    }

    fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        self.forget_what_is_done();
        if !self.is_begun {
            self.skip_to_first_line()?;
            self.is_begun = true;
        }
        self.fill_to(self.start + LOOKAHEAD)?;
        if self.start >= self.buffer.len() {
            return Ok(None);
        }
        let offset = self.base + self.start as u64;
        let (line, after_line) = line_at(&self.buffer, self.start);
        let separator = separator::read(line);
        let begin = if separator.is_some() { after_line } else { self.start };
        let end = self.find_end(begin)?;
        let mut bytes = match end.kept {
            Some(kept) => kept,
            None => self.buffer[begin..end.at].to_vec(),
        };
        let is_truncated = bytes.len() > self.limit || end.is_truncated;
        bytes.truncate(self.limit);
        if !is_truncated {
            drop_blank_line(&mut bytes);
        }
        if !end.is_verbatim {
            bytes = unescaped(bytes);
        }
        self.start = end.next;
        let envelope = separator.and_then(|separator| separator.arrived);
        Ok(Some(Piece { bytes, offset, envelope, is_truncated }))
    }

    fn forget_what_is_done(&mut self) {
        if self.start >= CHUNK {
            self.buffer.drain(..self.start);
            self.base += self.start as u64;
            self.start = 0;
        }
    }

    fn skip_to_first_line(&mut self) -> io::Result<()> {
        self.fill_to(LOOKAHEAD)?;
        if self.buffer.starts_with(BYTE_ORDER_MARK) {
            self.start = BYTE_ORDER_MARK.len();
        }
        loop {
            while self.buffer.get(self.start).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
                self.start += 1;
            }
            if self.start < self.buffer.len() || self.is_drained {
                return Ok(());
            }
            self.forget_what_is_done();
            self.fill()?;
        }
    }

    /// Reads until the buffer holds `end` bytes or the stream ends.
    fn fill_to(&mut self, end: usize) -> io::Result<()> {
        while self.buffer.len() < end && !self.is_drained {
            self.fill()?;
        }
        Ok(())
    }

    fn fill(&mut self) -> io::Result<()> {
        let count = self.reader.by_ref().take(CHUNK as u64).read_to_end(&mut self.buffer)?;
        self.is_drained |= count == 0;
        Ok(())
    }

    fn find_end(&mut self, begin: usize) -> io::Result<End> {
        let finder = memmem::Finder::new(b"\nFrom ");
        let mut kept: Option<Vec<u8>> = None;
        let mut position = begin;
        loop {
            if let Some(found) = finder.find(&self.buffer[position.min(self.buffer.len())..]) {
                let candidate = position + found + 1;
                self.fill_to(candidate + LOOKAHEAD)?;
                if !self.is_separator(candidate) {
                    position = candidate;
                    continue;
                }
                let is_truncated = kept.is_some();
                if !is_truncated && let Some(at) = self.promised_end(begin, candidate)? {
                    let next = self.after_blank_lines(at);
                    return Ok(End { at, next, kept, is_truncated, is_verbatim: true });
                }
                return Ok(End { at: candidate, next: candidate, kept, is_truncated, is_verbatim: false });
            }
            if self.is_drained {
                let (at, is_truncated) = (self.buffer.len(), kept.is_some());
                return Ok(End { at, next: at, kept, is_truncated, is_verbatim: false });
            }
            // A separator and the blank line before it may lie across two reads.
            let seam = self.buffer.len().saturating_sub(SEAM);
            position = position.max(seam);
            if kept.is_none() && self.buffer.len() - begin > self.limit + LOOKAHEAD {
                kept = Some(self.buffer[begin..begin + self.limit].to_vec());
            }
            if kept.is_some() {
                self.buffer.drain(..seam);
                self.base += seam as u64;
                position -= seam;
            }
            self.fill()?;
        }
    }

    fn is_separator(&self, at: usize) -> bool {
        let (line, after_line) = line_at(&self.buffer, at);
        let Some(Separator { has_full_date, .. }) = separator::read(line) else { return false };
        let next = &self.buffer[after_line..];
        let is_after_blank_line =
            self.buffer[..at].ends_with(b"\n\n") || self.buffer[..at].ends_with(b"\n\r\n");
        let is_before_header = is_header_line(next);
        // A message may consist of a separator only, but only a full date is proof enough for that.
        let is_before_nothing = next.is_empty() || next.starts_with(b"\n") || next.starts_with(b"\r\n");
        match (is_after_blank_line, has_full_date) {
            (true, true) => is_before_header || is_before_nothing,
            (true, false) | (false, true) => is_before_header,
            (false, false) => false,
        }
    }

    /// Where Content-Length says that the message ends, when that is beyond `candidate` and a separator or the end of
    /// the stream is there. Then the separator at `candidate` is text of the message. `None` otherwise.
    fn promised_end(&mut self, begin: usize, candidate: usize) -> io::Result<Option<usize>> {
        let message = &self.buffer[begin..candidate];
        let Some(header_length) = header_end(message) else { return Ok(None) };
        let Some(length) = content_length(&message[..header_length]) else { return Ok(None) };
        let Some(end) = (begin + header_length).checked_add(length) else { return Ok(None) };
        if end <= candidate || end - begin > self.limit {
            return Ok(None);
        }
        self.fill_to(end + LOOKAHEAD)?;
        if end > self.buffer.len() {
            return Ok(None);
        }
        let next = self.after_blank_lines(end);
        let is_true = next >= self.buffer.len()
            || (next > 0 && self.buffer[next - 1] == b'\n' && self.is_separator(next));
        Ok(is_true.then_some(end))
    }

    fn after_blank_lines(&self, at: usize) -> usize {
        let blank = self.buffer[at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        at + blank
    }
}

impl<R: BufRead> Iterator for Splitter<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        let found = self.next_piece();
        if found.is_err() {
            self.is_drained = true;
            self.start = self.buffer.len();
        }
        found.transpose()
    }
}

/// Whether these are the first bytes of an mbox file; a kilobyte is enough.
pub fn looks_like_mbox(first_bytes: &[u8]) -> bool {
    let bytes = first_bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(first_bytes);
    let start = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let (line, after_line) = line_at(bytes, start);
    let next = &bytes[after_line..];
    separator::read(line).is_some_and(|separator| {
        is_header_line(next) || (separator.has_full_date && (next.is_empty() || next.starts_with(b"\n")))
    })
}

/// Cuts the `From ` line that some programs leave on top of a single message; says when it arrived.
pub(crate) fn without_separator(bytes: &[u8]) -> (&[u8], Option<Moment>) {
    let (line, after_line) = line_at(bytes, 0);
    match separator::read(line.strip_prefix(b">").unwrap_or(line)) {
        Some(separator) => (&bytes[after_line..], separator.arrived),
        None => (bytes, None),
    }
}

/// The length of the blank line, the line break and `From ` before them, in bytes.
const SEAM: usize = 8;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

struct End {
    at: usize,
    next: usize,
    /// The beginning of a message that was too long to stay in the buffer.
    kept: Option<Vec<u8>>,
    is_truncated: bool,
    /// A true Content-Length covered a `From ` line, so this dialect does not escape.
    is_verbatim: bool,
}

/// A line without its break, and where the next begins. A line is never needed beyond the lookahead.
fn line_at(bytes: &[u8], start: usize) -> (&[u8], usize) {
    let rest = &bytes[start.min(bytes.len())..];
    let window = &rest[..rest.len().min(LOOKAHEAD)];
    match memchr(b'\n', window) {
        Some(end) => (window[..end].strip_suffix(b"\r").unwrap_or(&window[..end]), start + end + 1),
        None => (window, start + window.len()),
    }
}

fn is_header_line(bytes: &[u8]) -> bool {
    let name = bytes.iter().take_while(|byte| byte.is_ascii_graphic() && **byte != b':').count();
    (name > 0 && name < 80 && bytes.get(name) == Some(&b':')) || bytes.starts_with(b">From ")
}

fn header_end(message: &[u8]) -> Option<usize> {
    memchr_iter(b'\n', message).find_map(|at| match &message[at + 1..] {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

fn content_length(header: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"content-length:";
    let line = header
        .split(|&byte| byte == b'\n')
        .find(|line| line.len() > NAME.len() && line[..NAME.len()].eq_ignore_ascii_case(NAME))?;
    std::str::from_utf8(&line[NAME.len()..]).ok()?.trim().parse().ok()
}

/// The blank line before a separator belongs to the file and not to the message.
fn drop_blank_line(bytes: &mut Vec<u8>) {
    for ending in [b"\n\r\n".as_slice(), b"\n\n"] {
        if bytes.ends_with(ending) {
            bytes.truncate(bytes.len() - ending.len() + 1);
            return;
        }
    }
}

/// Takes one `>` from every line of the form `>>From `.
fn unescaped(bytes: Vec<u8>) -> Vec<u8> {
    let escapes: Vec<usize> = memmem::find_iter(&bytes, b">From ")
        .filter_map(|at| {
            let marks = bytes[..=at].iter().rev().take_while(|byte| **byte == b'>').count();
            let first = at + 1 - marks;
            (first == 0 || bytes[first - 1] == b'\n').then_some(first)
        })
        .collect();
    if escapes.is_empty() {
        return bytes;
    }
    let mut plain = Vec::with_capacity(bytes.len() - escapes.len());
    let mut copied = 0;
    for escape in escapes {
        plain.extend_from_slice(&bytes[copied..escape]);
        copied = escape + 1;
    }
    plain.extend_from_slice(&bytes[copied..]);
    plain
}
