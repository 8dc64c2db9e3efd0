//! Measures the response times of pages of a running Rapport and of bare ones, in turn, over one connection to each:
//! `measure LINK BARE REQUESTS`, with the link that `rapport serve` printed and the address that `bare` printed.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

const PASSPHRASE: &str = "four or five words";
const WARM_UPS: usize = 20;
/// The number of people whose pages are requested.
const OPENED: usize = 20;

/// An HTTP client with one connection and its cookies.
struct Client {
    host: String,
    stream: BufReader<TcpStream>,
    cookies: Vec<(String, String)>,
}

struct Answer {
    status: u16,
    body: String,
}

impl Client {
    fn of(host: &str) -> Self {
        let stream = TcpStream::connect(host).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { host: host.to_owned(), stream: BufReader::new(stream), cookies: Vec::new() }
    }

    fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "")
    }

    /// Gets a page and posts a form with its CSRF token.
    fn post(&mut self, page: &str, path: &str, fields: &str) {
        let shown = self.get(page).body;
        let (_, rest) = shown.split_once("name=\"csrf\" value=\"").expect("the page has a form");
        let form = format!("csrf={}&{fields}", rest.split('"').next().unwrap());
        let answer = self.send("POST", path, &form);
        assert_eq!(answer.status, 303, "{}", answer.body);
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}",
            self.host,
            cookies.join("; "),
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let status = self.line().split(' ').nth(1).unwrap().parse().unwrap();
        let mut length = 0;
        loop {
            let line = self.line();
            let Some((name, value)) = line.split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().unwrap(),
                "set-cookie" => {
                    let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
                    self.cookies.retain(|(known, _)| known != name);
                    self.cookies.push((name.to_owned(), value.to_owned()));
                }
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        Answer { status, body: String::from_utf8(body).unwrap() }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Milliseconds from sending a request to the end of the response, which must be a 200.
    fn time(&mut self, path: &str) -> f64 {
        let begun = Instant::now();
        let answer = self.get(path);
        let took = begun.elapsed().as_secs_f64() * 1_000.0;
        assert_eq!(answer.status, 200, "{path}");
        took
    }
}

fn main() {
    let [link, bare, requests] = &std::env::args().skip(1).collect::<Vec<_>>()[..] else {
        panic!("measure LINK BARE REQUESTS");
    };
    let requests: usize = requests.parse().unwrap();
    let (host, path) = link.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let (mut ours, mut bare) = (Client::of(host), Client::of(bare));
    sign_in(&mut ours, &format!("/{path}"));
    let begun = Instant::now();
    let list = ours.get("/people").body;
    println!(
        "The first list of people took {:.2} s.\n",
        begun.elapsed().as_secs_f64()
    );
    let people: Vec<&str> = list.split("href=\"/people/").skip(1).filter_map(|rest| rest.get(..36)).collect();
    let people: Vec<&str> = people.into_iter().filter(|id| !id.contains('"')).take(OPENED).collect();
    assert_eq!(people.len(), OPENED);
    let after = |who: &str| format!("/people?after={who}");
    let words = |asked: &[&str]| asked.iter().map(|asked| asked.replace(' ', "+")).collect::<Vec<_>>();
    let lists: Vec<String> = people.iter().map(|who| after(who)).collect();
    let persons: Vec<String> = people.iter().map(|who| format!("/people/{who}")).collect();
    let names = words(&["greta", "otto 77", "company12", "person99 example", "ana company88", "person4242"]);
    let mails = words(&["kiln", "quote delivery", "deadl", "invoice 7771", "fair spare parts", "777777"]);
    let searched = |path: &str, asked: &[String]| -> Vec<String> {
        asked.iter().map(|asked| format!("{path}?q={asked}")).collect()
    };
    println!("| page | median ms | 95th percentile, ms | bare, median ms | ratio |\n|---|---|---|---|---|");
    let pages = [
        ("Today", vec!["/".to_owned()], vec!["/today".to_owned()]),
        ("People", lists.clone(), lists.clone()),
        ("People by words", searched("/people", &names), lists),
        ("Person", persons.clone(), persons),
        ("Search", searched("/search", &mails), searched("/search", &mails)),
    ];
    for (name, paths, bare_paths) in pages {
        let (mut times, mut bare_times) = (Vec::new(), Vec::new());
        for turn in 0..WARM_UPS + requests {
            let took =
                (ours.time(&paths[turn % paths.len()]), bare.time(&bare_paths[turn % bare_paths.len()]));
            if turn >= WARM_UPS {
                times.push(took.0);
                bare_times.push(took.1);
            }
        }
        let (median, slow, bare_median) = (quantile(&mut times, 0.5), quantile(&mut times, 0.95), quantile(&mut bare_times, 0.5));
        println!("| {name} | {median:.2} | {slow:.2} | {bare_median:.2} | {:.1} |", median / bare_median);
    }
}

/// Signs in as the owner: with the link for the setup, or with the passphrase that an earlier run has set.
fn sign_in(client: &mut Client, path: &str) {
    let passphrase = PASSPHRASE.replace(' ', "+");
    if path.starts_with("/setup/") {
        client.post(
            path,
            path,
            &format!("name=Olivia&addresses=me%40acme.example&zone=UTC&passphrase={passphrase}"),
        );
    } else {
        client.post("/login", "/sessions", &format!("passphrase={passphrase}"));
    }
}

/// The quantile of times, `share` from 0 to 1.
fn quantile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share) as usize]
}
