use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::world::{ME, World, exchange};

/// A running server, which is killed when dropped.
pub(crate) struct Server {
    child: Child,
    /// The output, which is read to its end so that the server can go on writing.
    out: BufReader<ChildStdout>,
    /// The link that it printed first.
    link: String,
}

impl Server {
    pub(crate) fn start(world: &World) -> Self {
        let mut command = world.command(&["serve", "--port", "0", "--no-open"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        let link =
            first.trim().strip_prefix("Rapport is at ").unwrap_or_else(|| panic!("{first}")).to_owned();
        Self { child, out, link }
    }

    /// The host and port, such as `127.0.0.1:4711`.
    fn authority(&self) -> &str {
        self.link.strip_prefix("http://").unwrap().split('/').next().unwrap()
    }

    fn get(&self, path: &str) -> String {
        Visitor::of(self).get(path)
    }

    /// The path of the link.
    fn path(&self) -> &str {
        self.link.split_once(self.authority()).unwrap().1
    }

    /// Sends a signal; returns the exit code, and the output after the link.
    fn end_with(mut self, signal: &str) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hex(half: u8) -> char {
    char::from_digit(u32::from(half), 16).unwrap()
}

/// A browser, as far as the server can tell.
pub(crate) struct Visitor {
    authority: String,
    setup: String,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    pub(crate) fn of(server: &Server) -> Self {
        let (authority, setup) = (server.authority().to_owned(), server.path().to_owned());
        Self { authority, setup, cookies: BTreeMap::new() }
    }

    fn get(&mut self, path: &str) -> String {
        self.send("GET", path, "")
    }

    /// Sends the form of a page, as that page was given out.
    fn post(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) {
        let shown = self.get(page);
        let (_, rest) =
            shown.split_once("name=\"csrf\" value=\"").unwrap_or_else(|| panic!("no form: {shown}"));
        let mut form = format!("csrf={}", rest.split('"').next().unwrap());
        for (name, value) in fields {
            let escaped: String =
                value.bytes().flat_map(|byte| ['%', hex(byte >> 4), hex(byte & 15)]).collect();
            form.extend(["&", name, "=", &escaped]);
        }
        let answer = self.send("POST", path, &form);
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> String {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut stream = TcpStream::connect(&self.authority).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {}\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}",
            self.authority,
            cookies.join("; "),
            body.len()
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        for line in answer.lines().take_while(|line| !line.is_empty()) {
            if let Some(cookie) = line.to_lowercase().find("set-cookie: ").map(|at| &line[at + 12..]) {
                let (name, rest) = cookie.split_once('=').unwrap();
                self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
            }
        }
        answer
    }

    pub(crate) fn set_up(&mut self, name: &str, address: &str) {
        let setup = self.setup.clone();
        let passphrase = "four or five words";
        let fields = [("name", name), ("addresses", address), ("passphrase", passphrase), ("zone", "UTC")];
        self.post(&setup, &setup, &fields);
    }

    pub(crate) fn import(&mut self, folder: &Path) {
        self.post("/imports", "/imports", &[("path", folder.to_str().unwrap())]);
    }
}

#[test]
fn the_first_link_makes_the_owner_and_a_second_server_is_refused() {
    let world = World::with(vec![exchange('<', "ana", "2026-03-01T10:00:00Z")]);
    let server = Server::start(&world);
    let path = server.path();
    assert!(path.starts_with("/setup/") && path.len() > 20, "{path}");
    assert!(server.get(path).starts_with("HTTP/1.1 200"));
    assert!(!server.get("/setup/guessed").starts_with("HTTP/1.1 200"));
    assert!(!server.get("/people").contains("ana@buyers.example"), "strangers see nothing");
    let begun = Instant::now();
    world.run(&["serve", "--port", "0", "--no-open"]).refused(1, "Another `rapport serve` is using");
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(world.lines(&["people"]).len(), 1, "other commands go on");
    let more = world.mbox("b.mbox", vec![exchange('<', "bo", "2026-03-02T10:00:00Z")]);
    assert_eq!(world.import(&[&more], &[ME])["people"], 2);
}

#[test]
fn it_ends_cleanly_when_asked_to() {
    let world = World::new();
    for signal in ["-TERM", "-INT"] {
        let server = Server::start(&world);
        // A visitor who stays connected does not keep it up.
        let authority = server.authority().to_owned();
        let mut visitor = TcpStream::connect(&authority).unwrap();
        write!(visitor, "GET /login HTTP/1.1\r\nHost: {authority}\r\n\r\n").unwrap();
        let mut first = [0];
        visitor.read_exact(&mut first).unwrap();
        let begun = Instant::now();
        let (code, rest) = server.end_with(signal);
        assert_eq!(code, Some(0), "{signal}: {rest}");
        assert!(rest.contains("The link works once"), "{rest}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{signal}");
    }
    world.ok(&["doctor"]);
}

#[test]
fn the_link_works_once() {
    let world = World::new();
    let server = Server::start(&world);
    let mut owner = Visitor::of(&server);
    owner.set_up("Olivia", ME);
    assert!(owner.get("/people").starts_with("HTTP/1.1 200"));
    assert!(server.get(server.path()).starts_with("HTTP/1.1 303"), "a second visitor is sent to the login");
    assert!(!server.get("/people").starts_with("HTTP/1.1 200"));
    drop(server);
    assert_eq!(Server::start(&world).path(), "/", "and there is no other link");
}

#[test]
fn a_port_that_is_taken_is_said() {
    let (world, other) = (World::new(), World::new());
    let server = Server::start(&world);
    let port = server.authority().rsplit(':').next().unwrap().to_owned();
    other.run(&["serve", "--port", &port, "--no-open"]).refused(1, "Choose another with --port");
}
