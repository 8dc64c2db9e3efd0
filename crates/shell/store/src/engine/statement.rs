use std::sync::OnceLock;

/// One SQL text, the same for both engines. `$1` is always the workspace.
pub(crate) struct Statement {
    text: &'static str,
    sqlite: OnceLock<String>,
}

impl Statement {
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text, sqlite: OnceLock::new() }
    }

    /// The text as PostgreSQL reads it.
    pub(crate) fn postgres(&self) -> &'static str {
        self.text
    }

    /// The text as SQLite reads it: `$2` is a name there, `?2` a position.
    pub(crate) fn sqlite(&self) -> &str {
        self.sqlite.get_or_init(|| self.text.replace('$', "?"))
    }
}

/// Declares the statements of a file and lists them in `STATEMENTS`, which tests prepare on both engines.
macro_rules! statements {
    ($($name:ident = $text:literal;)*) => {
        $(static $name: $crate::engine::statement::Statement = $crate::engine::statement::Statement::new($text);)*
        #[cfg(test)]
        pub(crate) static STATEMENTS: &[(&str, &$crate::engine::statement::Statement)] = &[$((stringify!($name), &$name)),*];
    };
}
pub(crate) use statements;
