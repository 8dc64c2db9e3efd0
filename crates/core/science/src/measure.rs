/// One measure, as help and pages list it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The name, and the name of its page in `docs/science`.
    pub name: &'static str,
    /// The version of the method; a reading names both.
    pub version: u16,
    /// The question it answers.
    pub question: &'static str,
    /// The unit of its value.
    pub unit: &'static str,
}
