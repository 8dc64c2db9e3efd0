use std::time::Duration;

use governor::RateLimiter;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use rapport_model::MemberId;

use crate::request::error::{Result, WebError};
use crate::request::limits::{Limits, SteadyClock};

/// Counts the requests of each member, so that nobody takes the server away from the others.
pub(crate) struct Rates {
    requests: RatePerMember,
    searches: RatePerMember,
    clock: SteadyClock,
}

/// One quota for each member. It takes memory only for members who have signed in, of whom there are few.
type RatePerMember =
    RateLimiter<MemberId, HashMapStateStore<MemberId>, SteadyClock, NoOpMiddleware<Duration>>;

impl Rates {
    pub(crate) fn new(limits: &Limits) -> Self {
        let clock = limits.clock.clone();
        let rate = |quota| RateLimiter::hashmap_with_clock(quota, clock.clone());
        Self { requests: rate(limits.requests), searches: rate(limits.searches), clock }
    }

    /// Counts a request; an error when the member has made too many.
    pub(crate) fn count_request(&self, member: MemberId) -> Result<()> {
        self.count(&self.requests, member)
    }

    /// Counts a search; an error when the member has made too many.
    pub(crate) fn count_search(&self, member: MemberId) -> Result<()> {
        self.count(&self.searches, member)
    }

    fn count(&self, rate: &RatePerMember, member: MemberId) -> Result<()> {
        rate.check_key(&member)
            .map_err(|until| WebError::TooManyRequests(until.wait_time_from(self.clock.now())))
    }
}
