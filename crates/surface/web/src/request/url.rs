//! URLs of this site, in links and in forms.

/// The URL of a path with its parameters; empty ones are left out.
pub(crate) fn url(path: &str, parameters: &[(&str, &str)]) -> String {
    let given: Vec<_> = parameters.iter().filter(|(_, value)| !value.is_empty()).collect();
    if given.is_empty() {
        return path.to_owned();
    }
    let query = serde_urlencoded::to_string(given).expect("pairs of texts can be written as a query");
    format!("{path}?{query}")
}

/// A path of this site to return to. Anything else, such as a URL of another site, becomes `/`.
pub(crate) fn local_path(back: &str) -> &str {
    let is_odd = |c: char| c.is_control() || c == '\\';
    if back.starts_with('/') && !back.starts_with("//") && !back.contains(is_odd) { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_what_is_given() {
        assert_eq!(url("/people", &[("q", ""), ("show", "")]), "/people");
        assert_eq!(url("/people", &[("q", "a b&c"), ("show", "new")]), "/people?q=a+b%26c&show=new");
    }

    #[test]
    fn one_comes_back_to_this_site_only() {
        assert_eq!(local_path("/people?q=a"), "/people?q=a");
        for odd in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil", "", "javascript:1"]
        {
            assert_eq!(local_path(odd), "/", "{odd}");
        }
    }
}
