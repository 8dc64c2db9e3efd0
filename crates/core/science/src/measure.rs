/// One measure, as help and pages list it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its stable name, which is also the name of its page in `docs/science`.
    pub name: &'static str,
    /// The version of its method; a reading names both.
    pub version: u16,
    /// The question it answers, as a sentence.
    pub question: &'static str,
    /// The unit of its value.
    pub unit: &'static str,
}
