//! Placeholder.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "placeholder")]
pub enum Act {
    Question,
    Request,
    Promise,
    Closing,
}
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "placeholder")]
pub struct Span {
    pub act: Act,
    pub start: usize,
    pub end: usize,
    pub confidence: f32,
}
#[expect(missing_docs, reason = "placeholder")]
pub fn wants_answer(_: &str) -> Option<Span> {
    None
}
#[expect(missing_docs, reason = "placeholder")]
pub fn promise(_: &str) -> Option<Span> {
    None
}
