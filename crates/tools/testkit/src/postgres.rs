use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A private PostgreSQL server, run from the system's binaries and removed when it is dropped.
pub struct PrivatePostgres {
    folder: TempDir,
    binaries: PathBuf,
    port: u16,
}

impl PrivatePostgres {
    /// Starts one.
    ///
    /// # Panics
    /// When there are no PostgreSQL binaries, saying how to install them; or when it does not start.
    pub fn start() -> Self {
        Self::start_with("", |_| {})
    }

    /// Starts one that speaks TLS, with a certificate for `localhost` that it signed itself; see [`Self::certificate`].
    ///
    /// # Panics
    /// As [`Self::start`], and when there is no `openssl`.
    pub fn start_with_tls() -> Self {
        Self::start_with("-c ssl=on", |postgres| {
            let (certificate, key) = (postgres.certificate(), format!("{}/server.key", postgres.data()));
            let arguments = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
                             -subj /CN=localhost -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE";
            let mut openssl = command(Path::new("openssl"));
            openssl.args(arguments.split_whitespace()).args(["-keyout", &key, "-out", &certificate]);
            let made = openssl.output().expect("openssl is there: sudo apt-get install openssl");
            assert!(made.status.success(), "openssl failed: {}", String::from_utf8_lossy(&made.stderr));
        })
    }

    /// The path of its certificate.
    pub fn certificate(&self) -> String {
        format!("{}/server.crt", self.data())
    }

    fn start_with(options: &str, prepare: impl FnOnce(&Self)) -> Self {
        let binaries = binaries();
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|socket| socket.local_addr())
            .expect("a free port")
            .port();
        let postgres = Self { folder, binaries, port };
        give_to_postgres(postgres.folder.path());
        let data = postgres.data();
        postgres.run(
            "initdb",
            &[
                "--pgdata",
                &data,
                "--username",
                "postgres",
                "--auth",
                "trust",
                "--encoding",
                "UTF8",
                "--locale",
                "C.UTF-8",
                "--no-sync",
            ],
        );
        prepare(&postgres);
        let options = format!(
            "{options} -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c shared_buffers=32MB \
             -c max_connections=60"
        );
        let log = postgres.folder.path().join("log").display().to_string();
        postgres.run("pg_ctl", &["--pgdata", &data, "--wait", "--log", &log, "--options", &options, "start"]);
        postgres.sql("postgres", "CREATE ROLE rapport LOGIN");
        postgres
    }

    /// Creates an empty database and returns its address.
    pub fn database(&self, name: &str) -> String {
        self.sql("postgres", &format!("CREATE DATABASE {name} OWNER rapport"));
        format!("postgres://rapport@127.0.0.1:{}/{name}", self.port)
    }

    /// Runs SQL as the superuser.
    pub fn sql(&self, database: &str, text: &str) {
        let port = self.port.to_string();
        self.run(
            "psql",
            &[
                "--host",
                "127.0.0.1",
                "--port",
                &port,
                "--username",
                "postgres",
                "--dbname",
                database,
                "--quiet",
                "--command",
                text,
            ],
        );
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = command(&self.binaries.join(program));
        let output =
            command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        // pg_ctl leaves the server behind, which must not hold our pipe open.
        if program == "pg_ctl" {
            output.stderr(Stdio::null());
        }
        let output = output.output().unwrap_or_else(|error| panic!("{program} does not run: {error}"));
        assert!(output.status.success(), "{program} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        let data = self.data();
        let _ = command(&self.binaries.join("pg_ctl"))
            .args(["--pgdata", &data, "--mode", "immediate", "stop"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

/// The folder of the newest PostgreSQL on this machine.
fn binaries() -> PathBuf {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| {
        panic!("These tests need PostgreSQL's binaries. Install them with: sudo apt-get install postgresql")
    })
}

/// A command that runs a program of PostgreSQL. As root it is run as the user of the package, because PostgreSQL
/// refuses to run as root.
fn command(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program).current_dir("/");
    command
}

fn give_to_postgres(folder: &Path) {
    if is_root() {
        let given = Command::new("chown").arg("postgres").arg(folder).status();
        assert!(
            given.is_ok_and(|status| status.success()),
            "the folder could not be given to the user postgres"
        );
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}
