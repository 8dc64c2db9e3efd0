/// Domains of public providers, where sharing a domain makes nobody a colleague.
const PUBLIC_PROVIDERS: [&str; 32] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "yahoo.co.uk",
    "ymail.com",
    "aol.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "gmx.de",
    "gmx.net",
    "gmx.at",
    "gmx.ch",
    "web.de",
    "t-online.de",
    "freenet.de",
    "orange.fr",
    "free.fr",
    "laposte.net",
    "wanadoo.fr",
    "libero.it",
    "proton.me",
    "protonmail.com",
    "fastmail.com",
    "fastmail.fm",
    "zoho.com",
    "mail.ru",
    "qq.com",
];

/// The domain of an address when it is a company's; `None` where everybody can have an address.
pub(crate) fn company_of(address: &str) -> Option<&str> {
    let (_, domain) = address.rsplit_once('@')?;
    Some(domain).filter(|domain| !domain.is_empty() && is_company(domain))
}

/// Whether a domain belongs to one company, and not to a public provider.
pub fn is_company(domain: &str) -> bool {
    !PUBLIC_PROVIDERS.contains(&domain)
}
