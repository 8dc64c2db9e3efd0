use rapport_model::Moment;

/// Stands for "never"; a real moment cannot be that early.
pub(crate) const NEVER: Moment = Moment::from_micros(i64::MIN);

/// The moment, or `None` for [`NEVER`].
pub(crate) fn happened(moment: Moment) -> Option<Moment> {
    (moment != NEVER).then_some(moment)
}
