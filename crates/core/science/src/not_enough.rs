/// "is none so far", "is 1 so far", "are 2 so far": the end of a sentence that says what is missing.
pub(crate) fn so_far(count: u32) -> String {
    match count {
        0 => "is none so far".to_owned(),
        1 => "is 1 so far".to_owned(),
        _ => format!("are {count} so far"),
    }
}
