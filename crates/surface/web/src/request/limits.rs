use std::time::Duration;

/// What a request and a connection may take of the server.
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
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request: Duration::from_mins(1),
            upload: Duration::from_hours(1),
            upload_pause: Duration::from_secs(30),
            headers: Duration::from_secs(15),
            connections: 512,
            shutdown: Duration::from_secs(10),
        }
    }
}
