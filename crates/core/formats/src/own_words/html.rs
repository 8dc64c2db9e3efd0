use memchr::{memchr, memchr3};

use super::lines::begins_with;
use super::marks::{self, Cut};

/// Plain text of an HTML mail. What programs mark as quoted becomes a line with `>`, so that the scanner of plain
/// text knows what stood there; signatures that are marked are left out.
pub(super) fn to_plain(html: &str) -> String {
    let mut reducer = Reducer { html, reduced: String::with_capacity(html.len() / 2), ..Reducer::default() };
    reducer.run();
    let plain = nanohtml2text::html2text(&reducer.reduced);
    if plain.contains('\u{a0}') { plain.replace('\u{a0}', " ") } else { plain }
}

/// Reduces HTML to text with `<br>`: the converter recurses into links and looks for each one's end.
#[derive(Default)]
struct Reducer<'h> {
    html: &'h str,
    reduced: String,
    /// The number of line breaks since the last text.
    breaks: usize,
    /// The element that is left out, and how many of its name are open; `None` outside of one.
    skipped: Option<(String, usize)>,
    preformatted: usize,
    unclosed_quotes: usize,
    is_over: bool,
}

impl Reducer<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while !self.is_over {
            let Some(found) = memchr(b'<', &self.html.as_bytes()[at..]) else {
                self.text(at, self.html.len());
                return;
            };
            self.text(at, at + found);
            at = self.markup(at + found);
        }
    }

    fn text(&mut self, start: usize, end: usize) {
        let text = &self.html[start..end];
        if self.skipped.is_some() || text.is_empty() {
            return;
        }
        if self.preformatted == 0 {
            self.push(text);
            return;
        }
        for (count, line) in text.split('\n').enumerate() {
            if count > 0 {
                self.line_break();
            }
            self.push(line);
        }
    }

    fn push(&mut self, text: &str) {
        let is_blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
        if is_blank && (self.breaks > 0 || self.reduced.is_empty()) {
            return;
        }
        if is_blank {
            self.reduced.push(' ');
            return;
        }
        let is_first = self.breaks > 0 || self.reduced.is_empty();
        self.reduced.push_str(if is_first { text.trim_ascii_start() } else { text });
        self.breaks = 0;
    }

    /// A break that was asked for; more than one blank line is not needed.
    fn line_break(&mut self) {
        if self.breaks < 2 {
            self.reduced.push_str("<br>");
            self.breaks += 1;
        }
    }

    /// What begins or ends a block begins a line, and a paragraph has a blank line before it.
    fn begin_line(&mut self, breaks: usize) {
        while self.breaks < breaks && !self.reduced.is_empty() {
            self.line_break();
        }
    }

    /// Skips the markup that begins at `at`; returns where it ends.
    fn markup(&mut self, at: usize) -> usize {
        let rest = &self.html[at + 1..];
        if rest.starts_with("!--") {
            return rest.find("-->").map_or(self.html.len(), |end| at + 1 + end + 3);
        }
        let is_closing = rest.starts_with('/');
        let name_start = usize::from(is_closing);
        let is_tag =
            rest[name_start..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?'));
        let end = if is_tag { self.tag_end(at + 1) } else { None };
        let Some(end) = end else {
            if self.skipped.is_none() && !self.is_over {
                self.reduced.push_str("&lt;");
                self.breaks = 0;
            }
            return at + 1;
        };
        let tag = &self.html[at + 1 + name_start..end];
        let name_end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(name_end);
        let name = name.to_ascii_lowercase();
        if is_closing {
            self.close(&name);
            return end + 1;
        }
        self.open(&name, attributes);
        match name.as_str() {
            "script" | "style" | "title" => self.after_raw(&name, end + 1),
            _ => end + 1,
        }
    }

    /// Where the tag's `>` stands. A `>` in quotes does not end it, as long as quotes are closed.
    fn tag_end(&mut self, start: usize) -> Option<usize> {
        const WINDOW: usize = 2_000;
        const PATIENCE: usize = 16;
        let bytes = self.html.as_bytes();
        if self.unclosed_quotes < PATIENCE {
            let window = &bytes[start..bytes.len().min(start + WINDOW)];
            let mut at = 0;
            while let Some(found) = memchr3(b'>', b'"', b'\'', &window[at..]) {
                let mark = window[at + found];
                if mark == b'>' {
                    return Some(start + at + found);
                }
                let inner = at + found + 1;
                let Some(closed) = memchr(mark, &window[inner..]) else { break };
                at = inner + closed + 1;
            }
            self.unclosed_quotes += 1;
        }
        let end = memchr(b'>', &bytes[start..]).map(|end| start + end);
        if end.is_none() {
            // Nothing that follows is a tag, so the search is not repeated.
            self.text_to_end(start);
        }
        end
    }

    fn text_to_end(&mut self, start: usize) {
        if self.skipped.is_none() {
            let rest = self.html[start - 1..].replace('<', "&lt;");
            self.reduced.push_str(&rest);
        }
        self.is_over = true;
    }

    fn open(&mut self, name: &str, attributes: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped == name);
            return;
        }
        match marks::cut(name, attributes) {
            Some(Cut::Rest) => self.is_over = true,
            Some(Cut::Element) => self.skipped = Some((name.to_owned(), 1)),
            Some(Cut::Quote) => {
                self.begin_line(1);
                self.reduced.push_str("&gt;<br>");
                self.breaks = 1;
                self.skipped = Some((name.to_owned(), 1));
            }
            None => self.lay_out(name),
        }
    }

    fn lay_out(&mut self, name: &str) {
        match name {
            "br" => self.line_break(),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.begin_line(2),
            "td" | "th" if self.breaks == 0 => self.reduced.push(' '),
            "pre" => {
                self.preformatted += 1;
                self.begin_line(1);
            }
            _ if is_block(name) => self.begin_line(1),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth -= usize::from(skipped == name);
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match name {
            "pre" => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.begin_line(1);
            }
            "p" => self.begin_line(1),
            _ if is_block(name) => self.begin_line(1),
            _ => {}
        }
    }

    /// Scripts and styles hold no markup but their own end.
    fn after_raw(&self, name: &str, start: usize) -> usize {
        let bytes = self.html.as_bytes();
        let mut at = start;
        while let Some(found) = memchr(b'<', &bytes[at..]) {
            at += found + 1;
            let is_end = self.html[at..].strip_prefix('/').is_some_and(|rest| begins_with(rest, name));
            if is_end {
                return at - 1;
            }
        }
        bytes.len()
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "tr"
            | "li"
            | "ul"
            | "ol"
            | "table"
            | "blockquote"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "hr"
            | "dt"
            | "dd"
            | "dl"
            | "address"
            | "form"
            | "center"
            | "body"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}
