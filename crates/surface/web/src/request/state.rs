use std::path::PathBuf;
use std::sync::Arc;

use rapport_app::App;

use crate::request::limits::Limits;
use crate::request::rates::Rates;

/// What the web app is configured with.
#[derive(Clone)]
pub struct WebConfig {
    /// The folder for uploads, which the imports read and remove.
    pub uploads: PathBuf,
    /// The origin of links, such as `http://127.0.0.1:7878`. Its host is served besides loopback, and cookies are
    /// marked `Secure` when it is https.
    pub base: String,
    pub limits: Limits,
}

/// The state that all handlers share.
pub(crate) struct WebState {
    pub(crate) app: Arc<App>,
    pub(crate) config: WebConfig,
    pub(crate) rates: Rates,
}

impl WebState {
    pub(crate) fn new(app: Arc<App>, config: WebConfig) -> Self {
        Self { app, rates: Rates::new(&config.limits), config }
    }

    /// Whether the origin is https.
    pub(crate) fn is_secure(&self) -> bool {
        self.config.base.starts_with("https://")
    }

    /// The host and port of the origin.
    fn authority(&self) -> &str {
        let after = self.config.base.split_once("://").map_or(self.config.base.as_str(), |(_, rest)| rest);
        after.split('/').next().unwrap_or_default()
    }

    /// Whether requests for this host are served: the configured one, or loopback. Any other name would allow DNS
    /// rebinding, with which a page of another site reaches a private server.
    pub(crate) fn answers_to(&self, host: &str) -> bool {
        let name = without_port(host);
        let is_loopback = matches!(name, "127.0.0.1" | "localhost" | "[::1]");
        is_loopback || (!name.is_empty() && name.eq_ignore_ascii_case(without_port(self.authority())))
    }

    /// The name of the session cookie. It has the port in it, because cookies are shared between ports, so that two
    /// servers on one machine would sign each other out.
    pub(crate) fn session_cookie(&self) -> String {
        let authority = self.authority();
        let port = authority.strip_prefix(without_port(authority)).and_then(|rest| rest.strip_prefix(':'));
        let prefix = if self.is_secure() { "__Host-" } else { "" };
        format!("{prefix}rapport{}", port.map(|port| format!("-{port}")).unwrap_or_default())
    }
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_told_from_a_host() {
        assert_eq!(without_port("127.0.0.1:7878"), "127.0.0.1");
        assert_eq!(without_port("[::1]:80"), "[::1]");
        assert_eq!(without_port("[::1]"), "[::1]");
        assert_eq!(without_port("rapport.example"), "rapport.example");
    }
}
