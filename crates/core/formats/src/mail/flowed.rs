/// Joins the lines of a `format=flowed` text (RFC 3676) into the paragraphs that were typed.
pub(super) fn unfolded(text: &str, drops_space: bool) -> String {
    let mut unfolded = String::with_capacity(text.len());
    // The depth of the line that waits for its continuation.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = &line[depth..];
        let content = content.strip_prefix(' ').unwrap_or(content);
        let is_signature = content == "-- ";
        if open != Some(depth) || is_signature {
            if open.is_some() {
                unfolded.push('\n');
            }
            unfolded.extend(std::iter::repeat_n('>', depth));
            if depth > 0 {
                unfolded.push(' ');
            }
        }
        let is_open = content.ends_with(' ') && !is_signature;
        unfolded.push_str(if is_open && drops_space { &content[..content.len() - 1] } else { content });
        open = is_open.then_some(depth);
        if !is_open {
            unfolded.push('\n');
        }
    }
    unfolded
}

#[cfg(test)]
mod tests {
    use super::unfolded;

    #[test]
    fn paragraphs_are_joined_within_their_depth() {
        let text = "We meet \non Monday.\n> they asked \n> when\n>> and \nwhere\n stuffed\n-- \nAna\n";
        assert_eq!(
            unfolded(text, false),
            "We meet on Monday.\n> they asked when\n>> and \nwhere\nstuffed\n-- \nAna\n"
        );
        assert_eq!(unfolded("un \nbroken\n", true), "unbroken\n");
    }
}
