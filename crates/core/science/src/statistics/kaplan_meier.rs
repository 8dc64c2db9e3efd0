//! How long until it happens, when some cases are still open: the survival curve of Kaplan and Meier (1958) and
//! the cumulative incidence of Aalen and Johansen (1978). See docs/science/stage.md.

/// One case of survival analysis: how long it was observed, and what ended it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spell<E> {
    /// The duration, in any unit; negative when it is counted from a due date that it precedes.
    pub time: f64,
    /// What happened at that time; `None` when it is censored.
    pub event: Option<E>,
}

/// The probability that it has not happened yet, as a step function of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KaplanMeier {
    steps: Vec<Step>,
}

/// The curve from one time with events on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    time: f64,
    survival: f64,
    /// Greenwood's sum: the variance of survival divided by its square.
    greenwood: f64,
}

impl KaplanMeier {
    /// Estimates the curve; any event counts. A case that is censored at the time of an event was still at risk of it.
    pub fn of<E>(spells: &[Spell<E>]) -> Self {
        let (mut survival, mut greenwood) = (1.0, 0.0);
        let mut steps = Vec::new();
        for Tie { time, at_risk, events, .. } in ties(spells, |_| true) {
            survival *= 1.0 - events / at_risk;
            greenwood += events / (at_risk * (at_risk - events));
            steps.push(Step { time, survival, greenwood });
        }
        Self { steps }
    }

    /// The probability that it has not happened by `time`, this moment included.
    pub fn survival(&self, time: f64) -> f64 {
        self.at(time).map_or(1.0, |step| step.survival)
    }

    /// Greenwood's interval on the scale ln(-ln S), `z` standard deviations to either side (Kalbfleisch and
    /// Prentice 1980). Where all or none have had the event it says nothing but the estimate.
    pub fn interval(&self, time: f64, z: f64) -> (f64, f64) {
        let Some(step) = self.at(time) else { return (1.0, 1.0) };
        if step.survival <= 0.0 {
            return (0.0, 0.0);
        }
        let spread = (z * step.greenwood.sqrt() / step.survival.ln()).abs();
        (step.survival.powf(spread.exp()), step.survival.powf((-spread).exp()))
    }

    /// The number of fully watched cases whose share would be as certain (Dorey and Korn 1987); `None` where all
    /// or none have had the event, which Greenwood's variance cannot tell.
    pub fn effective_cases(&self, time: f64) -> Option<f64> {
        let step = self.at(time)?;
        let certain = step.survival <= 0.0 || step.greenwood <= 0.0;
        (!certain).then(|| (1.0 - step.survival) / (step.survival * step.greenwood))
    }

    /// The first time by which it has happened with `probability`; `None` when the curve does not reach that far.
    pub fn quantile(&self, probability: f64) -> Option<f64> {
        self.steps.iter().find(|step| step.survival <= 1.0 - probability + 1e-12).map(|step| step.time)
    }

    /// The interval of a quantile, `z` standard deviations wide on the scale ln(-ln S) (Brookmeyer and Crowley
    /// 1982); the ends that the curve does not reach are missing.
    pub fn quantile_interval(&self, probability: f64, z: f64) -> (Option<f64>, Option<f64>) {
        let reached = |end: fn((f64, f64)) -> f64| {
            let below = |step: &&Step| end(self.interval(step.time, z)) <= 1.0 - probability + 1e-12;
            self.steps.iter().find(below).map(|step| step.time)
        };
        (reached(|(low, _)| low), reached(|(_, high)| high))
    }

    /// The last time at which the event happened; `None` when it never did.
    pub fn last(&self) -> Option<f64> {
        self.steps.last().map(|step| step.time)
    }

    fn at(&self, time: f64) -> Option<&Step> {
        self.steps[..self.steps.partition_point(|step| step.time <= time)].last()
    }
}

/// The probability that it has ended in one of several ways, as a step function of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incidence {
    steps: Vec<(f64, f64)>,
}

impl Incidence {
    /// Estimates the cumulative incidence of the events that are `wanted`, the others competing.
    pub fn of<E>(spells: &[Spell<E>], wanted: impl Fn(&E) -> bool) -> Self {
        let (mut survival, mut incidence) = (1.0, 0.0);
        let mut steps = Vec::new();
        for Tie { time, at_risk, events, wanted } in ties(spells, wanted) {
            incidence += survival * wanted / at_risk;
            survival *= 1.0 - events / at_risk;
            steps.push((time, incidence));
        }
        Self { steps }
    }

    /// The probability that it has ended in this way by `time`.
    pub fn at(&self, time: f64) -> f64 {
        self.steps[..self.steps.partition_point(|step| step.0 <= time)].last().map_or(0.0, |step| step.1)
    }

    /// The probability that it ends in this way at all, as far as cases were watched.
    pub fn ever(&self) -> f64 {
        self.steps.last().map_or(0.0, |step| step.1)
    }

    /// The first time by which a `share` of all that will end in this way have done so.
    pub fn quantile_of_those(&self, share: f64) -> Option<f64> {
        let goal = share * self.ever() - 1e-12;
        self.steps.iter().find(|step| step.1 > 0.0 && step.1 >= goal).map(|step| step.0)
    }
}

/// The events at one time.
struct Tie {
    time: f64,
    at_risk: f64,
    events: f64,
    wanted: f64,
}

/// The times with events in order, with the cases still watched then.
fn ties<E>(spells: &[Spell<E>], wanted: impl Fn(&E) -> bool) -> Vec<Tie> {
    let mut order: Vec<&Spell<E>> = spells.iter().filter(|spell| !spell.time.is_nan()).collect();
    order.sort_by(|left, right| left.time.total_cmp(&right.time));
    let mut at_risk = order.len() as f64;
    let mut ties = Vec::new();
    for tie in order.chunk_by(|left, right| left.time >= right.time) {
        let events: Vec<&E> = tie.iter().filter_map(|spell| spell.event.as_ref()).collect();
        if !events.is_empty() {
            ties.push(Tie {
                time: tie[0].time,
                at_risk,
                events: events.len() as f64,
                wanted: events.iter().filter(|event| wanted(event)).count() as f64,
            });
        }
        at_risk -= tie.len() as f64;
    }
    ties
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::special_functions::Z_90;

    fn spells(times: &[f64], events: &[u8]) -> Vec<Spell<u8>> {
        let spell = |(time, event): (&f64, &u8)| Spell { time: *time, event: (*event > 0).then_some(*event) };
        times.iter().zip(events).map(spell).collect()
    }

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-6, "{value} is not {expected}");
    }

    /// Golden values of lifelines 0.30.3: `KaplanMeierFitter(alpha=.2)` on the same cases.
    #[test]
    fn survival_and_its_interval_agree_with_lifelines() {
        let times = [2.0, 3.0, 3.0, 5.0, 8.0, 8.0, 9.0, 12.0, 15.0, 20.0];
        let curve = KaplanMeier::of(&spells(&times, &[1, 1, 0, 1, 1, 1, 0, 1, 0, 0]));
        for (time, survival, low, high) in [
            (2.0, 0.9, 0.684_027, 0.971_192),
            (4.9, 0.8, 0.575_052, 0.913_937),
            (5.0, 0.685_714, 0.449_746, 0.836_821),
            (9.0, 0.457_143, 0.241_862, 0.649_421),
            (99.0, 0.304_762, 0.117_347, 0.517_395),
        ] {
            close(curve.survival(time), survival);
            close(curve.interval(time, Z_90).0, low);
            close(curve.interval(time, Z_90).1, high);
        }
        assert_eq!(curve.quantile(0.5), Some(8.0));
        assert_eq!(curve.quantile(0.8), None);
        assert_eq!(curve.quantile_interval(0.5, Z_90), (Some(5.0), None));
        close(curve.survival(1.9), 1.0);
    }

    /// Golden values of lifelines 0.30.3: `AalenJohansenFitter` on the same cases.
    #[test]
    fn incidence_agrees_with_lifelines() {
        let times = [2.0, 3.1, 3.2, 5.0, 8.0, 8.5, 9.0, 12.0, 15.0, 20.0];
        let cases = spells(&times, &[1, 2, 0, 1, 2, 1, 0, 3, 0, 0]);
        let ever = |wanted: u8| Incidence::of(&cases, |event| *event == wanted).ever();
        close(ever(1), 0.328_571);
        close(ever(2), 0.214_286);
        close(ever(3), 0.152_381);
        let all = ever(1) + ever(2) + ever(3);
        close(all, 1.0 - KaplanMeier::of(&cases).survival(20.0));
        let first = Incidence::of(&cases, |event| *event == 1);
        close(first.at(7.9), 0.214_286);
        assert_eq!(first.quantile_of_those(0.5), Some(5.0));
    }

    #[test]
    fn with_every_case_watched_the_effective_cases_are_the_cases() {
        let curve = KaplanMeier::of(&spells(&[1.0, 2.0, 3.0, 4.0, 5.0], &[1, 1, 1, 0, 0]));
        close(curve.effective_cases(4.0).unwrap(), 5.0);
        assert_eq!(curve.effective_cases(0.5), None);
        let all = KaplanMeier::of(&spells(&[1.0, 1.0], &[1, 1]));
        assert_eq!((all.effective_cases(1.0), all.interval(1.0, 1.0)), (None, (0.0, 0.0)));
    }
}
