use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use governor::Quota;
use governor::clock::Clock;

/// What a request, a connection and a member may take of the server.
#[derive(Clone)]
pub struct Limits {
    /// How long a request may take, its form included. Whoever takes longer gets an error page.
    pub request: Duration,
    /// How long an upload may take.
    pub upload: Duration,
    /// How long an upload may pause before it counts as broken off.
    pub upload_pause: Duration,
    /// How long a connection may be open until the headers of its next request are complete. This ends connections
    /// that are idle, too.
    pub headers: Duration,
    /// How many connections are served at once. Further ones wait until one of them is closed.
    pub connections: usize,
    /// How long requests in progress are waited for when the server ends.
    pub shutdown: Duration,
    /// How many requests a member may make.
    pub requests: Quota,
    /// How many searches a member may make. Each is a request as well.
    pub searches: Quota,
    /// The clock of the quotas.
    pub clock: SteadyClock,
}

impl Default for Limits {
    fn default() -> Self {
        Self::per_member(Self::REQUESTS_PER_SECOND)
    }
}

impl Limits {
    /// The requests of a member per second, in the long run. Nobody reads that many pages.
    pub const REQUESTS_PER_SECOND: NonZeroU32 = NonZeroU32::new(20).expect("it is not zero");

    /// The usual limits, for members who may make so many requests per second in the long run, five times as many
    /// at once, and a quarter of both as searches.
    pub fn per_member(requests: NonZeroU32) -> Self {
        let searches = NonZeroU32::new(requests.get() / 4).unwrap_or(NonZeroU32::MIN);
        Self {
            request: Duration::from_mins(1),
            upload: Duration::from_hours(1),
            upload_pause: Duration::from_secs(30),
            headers: Duration::from_secs(15),
            connections: 512,
            shutdown: Duration::from_secs(10),
            requests: quota(requests),
            searches: quota(searches),
            clock: SteadyClock::default(),
        }
    }
}

fn quota(per_second: NonZeroU32) -> Quota {
    Quota::per_second(per_second).allow_burst(per_second.saturating_mul(BURST))
}

/// How many seconds' worth of requests may come at once.
const BURST: NonZeroU32 = NonZeroU32::new(5).expect("it is not zero");

/// The time since some fixed point. It never goes back: when the clock of the machine is set back, nobody has to wait
/// until it has caught up.
#[derive(Clone)]
pub struct SteadyClock(Arc<dyn Fn() -> Duration + Send + Sync>);

impl SteadyClock {
    pub fn new(elapsed: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(elapsed))
    }
}

impl Default for SteadyClock {
    fn default() -> Self {
        let start = Instant::now();
        Self::new(move || start.elapsed())
    }
}

impl Clock for SteadyClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        (self.0)()
    }
}
