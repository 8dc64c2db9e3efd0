//! The words that the writer of a mail typed: no quotes, signatures, footers or disclaimers. Lines are taken or
//! left whole, so nothing comes out that was not there.

mod attribution;
mod closing;
mod footer;
mod header_block;
mod html;
mod lines;
mod marks;
#[cfg(test)]
mod tests;

use lines::{Hints, Kind, Line, Lines};

/// The text that was typed into a plain text mail; empty when there is none.
pub fn of_plain(text: &str) -> String {
    of_plain_by(text, None)
}

/// The text that was typed into an HTML mail, as plain text; empty when there is none.
pub fn of_html(html: &str) -> String {
    of_html_by(html, None)
}

/// Like [`of_plain`], for a known writer, whose name at the end is left out.
pub(crate) fn of_plain_by(text: &str, writer: Option<&str>) -> String {
    let lines = Lines::of(text);
    let mut scan =
        Scan { lines: &lines, kept: Vec::with_capacity(lines.len()), is_skipping: false, mark: None };
    scan.run();
    closing::drop_name(&lines, &mut scan.kept, writer);
    written(&lines, &scan.kept, text.len())
}

/// Like [`of_html`], for a known writer, whose name at the end is left out.
pub(crate) fn of_html_by(html: &str, writer: Option<&str>) -> String {
    of_plain_by(&html::to_plain(html), writer)
}

struct Scan<'l> {
    lines: &'l Lines<'l>,
    kept: Vec<usize>,
    /// Whether lines are left out: after a signature or a footer, until a quote begins.
    is_skipping: bool,
    /// The prefix with which this mail marks quoted lines, where it is not `>`.
    mark: Option<&'l str>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            at = match line.kind {
                Kind::Quote => {
                    self.pass_quote(at);
                    at + 1
                }
                Kind::Blank => self.keep(at),
                Kind::Text if self.mark.is_some_and(|mark| line.text.starts_with(mark)) => {
                    self.is_skipping = false;
                    at + 1
                }
                Kind::Text if line.hints.is_empty() => self.keep(at),
                Kind::Text => self.classify(at, line),
            };
        }
    }

    fn keep(&mut self, at: usize) -> usize {
        if !self.is_skipping {
            self.kept.push(at);
        }
        at + 1
    }

    fn pass_quote(&mut self, at: usize) {
        let is_first = at == 0 || self.lines.get(at - 1).is_none_or(|line| line.kind != Kind::Quote);
        if is_first && let Some(start) = attribution::before_quote(self.lines, at) {
            self.forget_from(start);
        }
        self.is_skipping = false;
    }

    /// Decides about a line; returns the line to go on with.
    fn classify(&mut self, at: usize, line: &Line<'_>) -> usize {
        let hints = line.hints;
        if hints.has(Hints::MARKED)
            && let Some(next) = footer::armor(self.lines, at)
        {
            return next;
        }
        if let Some(end) = header_block::end(self.lines, at) {
            self.forget_separator(at);
            return self.leave_others_text(end);
        }
        if hints.has(Hints::ANNOUNCING)
            && let Some(next) = self.pass_attribution(at)
        {
            return next;
        }
        if self.is_skipping {
            return at + 1;
        }
        if hints.has(Hints::MARKED) && closing::is_delimiter(self.lines, at) || footer::begins(self.lines, at)
        {
            self.is_skipping = true;
            return at + 1;
        }
        if footer::is_remark(line) || closing::is_device_remark(line) {
            return at + 1;
        }
        let Some(end) = closing::end(self.lines, at) else { return self.keep(at) };
        if end.keeps_first_line {
            self.kept.push(at);
        }
        end.next
    }

    fn pass_attribution(&mut self, at: usize) -> Option<usize> {
        let (start, is_certain) = attribution::ending_at(self.lines, at)?;
        let is_before_quote =
            self.lines.next_filled(at + 1).is_some_and(|(_, next)| next.kind == Kind::Quote);
        if is_before_quote {
            self.forget_from(start);
            return Some(at + 1);
        }
        if !is_certain {
            return None;
        }
        self.forget_from(start);
        let lines = self.lines;
        self.mark =
            lines.filled_from(at + 1).take(3).find_map(|(_, line)| attribution::quote_mark(line.text));
        // Without marks nothing tells where the other's text ends.
        let is_marked = self.mark.is_some() || self.is_quoted_soon(at);
        Some(if is_marked { at + 1 } else { self.lines.len() })
    }

    /// A greeting or `[...]` may stand before the first quote, but no head of a third mail.
    fn is_quoted_soon(&self, at: usize) -> bool {
        const SOON: usize = 8;
        for (below, line) in self.lines.filled_from(at + 1).take(SOON) {
            if line.kind == Kind::Quote {
                return true;
            }
            let is_certain =
                attribution::ending_at(self.lines, below).is_some_and(|(_, is_certain)| is_certain);
            if is_certain || header_block::end(self.lines, below).is_some() {
                return false;
            }
        }
        false
    }

    /// After the head of another mail comes its text, to the end; unless it is marked as quoted line by line.
    fn leave_others_text(&self, end: usize) -> usize {
        match self.lines.next_filled(end) {
            Some((at, next)) if next.kind == Kind::Quote => at,
            _ => self.lines.len(),
        }
    }

    fn forget_from(&mut self, start: usize) {
        while self.kept.last().is_some_and(|&at| at >= start) {
            self.kept.pop();
        }
    }

    /// Programs draw a line above the head of another mail.
    fn forget_separator(&mut self, at: usize) {
        let above = self.kept.iter().rev().find(|&&above| self.lines.get(above).is_some_and(Line::is_filled));
        if let Some(&above) = above
            && above + 3 >= at
            && self.lines.get(above).is_some_and(|line| lines::is_ruler(line.text, 3))
        {
            self.forget_from(above);
        }
    }
}

/// The kept lines with at most one blank line between them and none around.
fn written(lines: &Lines<'_>, kept: &[usize], longest: usize) -> String {
    let mut text = String::with_capacity(longest);
    let mut is_after_blank = false;
    for line in kept.iter().filter_map(|&at| lines.get(at)) {
        if !line.is_filled() {
            is_after_blank = true;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if is_after_blank { "\n\n" } else { "\n" });
        }
        is_after_blank = false;
        text.push_str(line.whole);
    }
    text
}
