use std::path::PathBuf;
use std::sync::Arc;

use rapport_app::App;

/// How the web app is reached and where it may write.
#[derive(Clone, Debug)]
pub struct WebConfig {
    /// A folder for uploads, which the imports read from and remove.
    pub uploads: PathBuf,
    /// The origin that links lead to, such as `http://127.0.0.1:7878`. Its host is answered besides loopback, and
    /// cookies are marked `Secure` when it is https.
    pub base: String,
}

/// What every handler knows.
pub(crate) struct Web {
    pub(crate) app: Arc<App>,
    pub(crate) config: WebConfig,
}

impl Web {
    /// The page is reached over https.
    pub(crate) fn is_secure(&self) -> bool {
        self.config.base.starts_with("https://")
    }

    /// Host and port of the origin.
    fn authority(&self) -> &str {
        let after = self.config.base.split_once("://").map_or(self.config.base.as_str(), |(_, rest)| rest);
        after.split('/').next().unwrap_or_default()
    }

    /// Whether pages are given out under this host: the configured one, or this machine itself. Any other name
    /// would let a stranger's page reach a private server by pointing its own name at it.
    pub(crate) fn answers_to(&self, host: &str) -> bool {
        let name = without_port(host);
        let is_loopback = matches!(name, "127.0.0.1" | "localhost" | "[::1]");
        is_loopback || (!name.is_empty() && name.eq_ignore_ascii_case(without_port(self.authority())))
    }

    /// Cookies do not tell ports apart, so that two of them on one machine would sign each other out.
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
