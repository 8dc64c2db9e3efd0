/// The end of a sentence that says what is missing, such as "are 2 so far".
pub(crate) fn so_far(count: u32) -> String {
    match count {
        0 => "is none so far".to_owned(),
        1 => "is 1 so far".to_owned(),
        _ => format!("are {count} so far"),
    }
}
