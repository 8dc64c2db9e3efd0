//! The modules of a crate and who imports whom, read from the source as tokens, so that what stands inside a macro
//! counts as well. Tests inside a file (`#[cfg(test)]`) are left out: they may reach anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The path of a module below the root of its crate; empty for `lib.rs` and `main.rs`.
pub(crate) type ModulePath = Vec<String>;

/// The files of one crate with the modules that each of them imports from.
#[derive(Debug, Default)]
pub(crate) struct Modules {
    /// The file of each module.
    pub(crate) files: BTreeMap<ModulePath, PathBuf>,
    /// From whom each module imports; never itself.
    pub(crate) imports: BTreeMap<ModulePath, BTreeSet<ModulePath>>,
}

impl Modules {
    /// Reads every file below the `src` folder of a crate.
    pub(crate) fn read(source: &Path) -> anyhow::Result<Self> {
        let mut texts = BTreeMap::new();
        let mut modules = Self::default();
        super::tree::walk(source, &mut |path| {
            if path.extension().is_some_and(|extension| extension == "rs") {
                let module = module_of(path.strip_prefix(source).unwrap_or(path));
                texts.insert(module.clone(), fs::read_to_string(path).unwrap_or_default());
                modules.files.insert(module, path.to_owned());
            }
        })?;
        let mut for_tests: Vec<ModulePath> = Vec::new();
        for (module, text) in texts {
            if for_tests.iter().any(|test| module.starts_with(test)) {
                modules.files.remove(&module);
                continue;
            }
            let tokens: TokenStream = text
                .parse()
                .map_err(|error| anyhow!("{error}"))
                .with_context(|| format!("{} is no Rust", modules.files[&module].display()))?;
            let mut names =
                Names { module: &module, files: &modules.files, aliases: BTreeMap::new(), tests: Vec::new() };
            let mut found = BTreeSet::new();
            // Twice, because a name may be used above the line that imports it.
            for _ in 0..2 {
                names.collect(tokens.clone(), &mut found);
            }
            for_tests.append(&mut names.tests);
            found.remove(&module);
            modules.imports.insert(module, found);
        }
        Ok(modules)
    }

    /// The cycles: sets of modules that import each other, directly or through others.
    pub(crate) fn circles(&self) -> Vec<Vec<&ModulePath>> {
        let mut reach: BTreeMap<&ModulePath, BTreeSet<&ModulePath>> = BTreeMap::new();
        for start in self.imports.keys() {
            let mut seen = BTreeSet::new();
            let mut open: Vec<&ModulePath> = self.imports[start].iter().collect();
            while let Some(next) = open.pop() {
                if seen.insert(next) {
                    open.extend(self.imports.get(next).into_iter().flatten());
                }
            }
            reach.insert(start, seen);
        }
        let mut told = BTreeSet::new();
        let mut circles = Vec::new();
        for (start, seen) in &reach {
            if told.contains(start) || !seen.contains(start) {
                continue;
            }
            let back = |other: &&&ModulePath| reach.get(*other).is_some_and(|others| others.contains(start));
            let circle: Vec<&ModulePath> = seen.iter().filter(back).copied().collect();
            told.extend(circle.iter().copied());
            circles.push(circle);
        }
        circles
    }
}

fn module_of(path: &Path) -> ModulePath {
    let mut parts: ModulePath =
        path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// The names that are known inside one module.
struct Names<'a> {
    module: &'a ModulePath,
    files: &'a BTreeMap<ModulePath, PathBuf>,
    /// Modules that a `use` made known under a name.
    aliases: BTreeMap<String, ModulePath>,
    /// The child modules that only tests use.
    tests: Vec<ModulePath>,
}

impl Names<'_> {
    fn collect(&mut self, tokens: TokenStream, found: &mut BTreeSet<ModulePath>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if is_test_attribute(&tokens[at..]) {
                if let Some([_, TokenTree::Ident(name), end]) = tokens.get(at + 2..at + 5)
                    && is_word(&tokens[at + 2], "mod")
                    && is_mark(end, ';')
                {
                    self.tests.push([self.module.as_slice(), &[name.to_string()]].concat());
                }
                at = end_of_item(&tokens, at + 2);
                continue;
            }
            if is_word(&tokens[at], "use") {
                let end = (at..tokens.len()).find(|end| is_mark(&tokens[*end], ';')).unwrap_or(tokens.len());
                self.import(&tokens[at + 1..end], &[], found);
                at = end + 1;
                continue;
            }
            match &tokens[at] {
                TokenTree::Group(group) => self.collect(group.stream(), found),
                TokenTree::Ident(_) => {
                    let path = path_from(&tokens[at..]);
                    if path.len() > 1 {
                        found.extend(self.resolve(&path));
                        at += 3 * (path.len() - 1);
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// One tree of a `use`, with the path that stands before it.
    fn import(&mut self, tree: &[TokenTree], before: &[String], found: &mut BTreeSet<ModulePath>) {
        for branch in tree.split(|token| is_mark(token, ',')) {
            let mut path = before.to_vec();
            let mut name = None;
            let mut at = 0;
            let mut is_done = false;
            while let Some(token) = branch.get(at) {
                match token {
                    TokenTree::Ident(word) if *word == "as" => {
                        name = branch.get(at + 1).map(ToString::to_string);
                        at += 1;
                    }
                    TokenTree::Ident(word) => path.push(word.to_string()),
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                        self.import(&inner, &path, found);
                        is_done = true;
                    }
                    _ => {}
                }
                at += 1;
            }
            if is_done || path.is_empty() {
                continue;
            }
            if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
                path.pop();
            }
            let Some(base) = self.base(&path) else { continue };
            if self.files.contains_key(&base) {
                let known_as = name.unwrap_or_else(|| path.last().cloned().unwrap_or_default());
                self.aliases.insert(known_as, base.clone());
            }
            found.extend(self.longest(base));
        }
    }

    fn resolve(&self, path: &[String]) -> Option<ModulePath> {
        self.longest(self.base(path)?)
    }

    /// The absolute path, with the name of the thing still at its end; `None` for what is not of this crate.
    fn base(&self, path: &[String]) -> Option<ModulePath> {
        let mut base = self.module.clone();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => {
                base.clear();
                rest = &path[1..];
            }
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|part| part == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            first => {
                let child = [self.module.as_slice(), &[first.to_owned()]].concat();
                if self.files.contains_key(&child) {
                } else if let Some(module) = self.aliases.get(first) {
                    base.clone_from(module);
                    rest = &path[1..];
                } else {
                    return None;
                }
            }
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    fn longest(&self, mut path: ModulePath) -> Option<ModulePath> {
        while !self.files.contains_key(&path) {
            path.pop()?;
        }
        Some(path)
    }
}

/// The words of `a::b::c` at the beginning of the tokens.
fn path_from(tokens: &[TokenTree]) -> Vec<String> {
    let mut path = Vec::new();
    let mut at = 0;
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        path.push(word.to_string());
        let goes_on = matches!(tokens.get(at + 1..at + 3), Some([one, other]) if is_mark(one, ':') && is_mark(other, ':'));
        if !goes_on {
            break;
        }
        at += 3;
    }
    path
}

fn is_test_attribute(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [mark, TokenTree::Group(group), ..]
        if is_mark(mark, '#') && group.to_string().replace(' ', "").starts_with("[cfg(test"))
}

/// Behind the item that begins here: its block, or its semicolon.
fn end_of_item(tokens: &[TokenTree], from: usize) -> usize {
    let is_end = |token: &TokenTree| {
        is_mark(token, ';')
            || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
    };
    (from..tokens.len()).find(|at| is_end(&tokens[*at])).map_or(tokens.len(), |at| at + 1)
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}
