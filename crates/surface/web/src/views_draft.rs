//! The view structs that the templates are written against, page by page. A draft to be moved beside the
//! handlers. Everything is already in words: templates choose, repeat and link, they do not compute.
//! Coordinates and shares are plain numbers, rounded to a tenth by whoever makes them.

use askama::Template;

// --- shared by all pages -------------------------------------------------------------------------------------

/// What the frame around a page shows.
pub struct Shell {
    /// `system`, `light` or `dark`, from the cookie `theme`.
    pub theme: String,
    /// Where the built assets are, without a trailing slash: `/assets/{build}`.
    pub assets: String,
    /// The token that every form sends back as `csrf`.
    pub csrf: String,
    /// Who is signed in.
    pub member: String,
    /// Which page is marked in the navigation: `today`, `people`, `imports`, `settings` or nothing.
    pub place: String,
    /// What stands in the search box; empty unless this is the search page.
    pub query: String,
    /// What just happened, said once.
    pub flash: Option<Flash>,
}

/// A sentence about what just happened.
pub struct Flash {
    /// `Maya is done for today.`
    pub text: String,
    /// The address to post to (with `csrf`) to take it back.
    pub undo: Option<String>,
}

/// The frame of the pages before one is inside: setup, sign-in, errors.
pub struct Door {
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// Where the built assets are.
    pub assets: String,
    /// The token that every form sends back as `csrf`.
    pub csrf: String,
}

/// A link with its words.
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
}

/// What stands where nothing is, and the next step out of it.
pub struct Empty {
    /// The name of an icon in the sprite: `import`, `users`, `search`, `check`.
    pub icon: String,
    /// One short line.
    pub title: String,
    /// What to do about it.
    pub text: String,
    /// The button that does it.
    pub next: Option<Link>,
}

/// One choice of a menu or a select.
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// A few quieter words beside it; may be empty.
    pub hint: String,
}

/// A labelled value.
pub struct Fact {
    /// `Last contact`
    pub label: String,
    /// `6 days ago`
    pub value: String,
    /// The exact form, shown on hover; may be empty.
    pub title: String,
}

/// What can be done about a person: done, snooze, dismiss, log.
pub struct Actions {
    /// The person's id.
    pub person: String,
    /// The person's name, for those who hear the page.
    pub name: String,
    /// On today's list, so that it can be done or dismissed.
    pub is_due: bool,
    /// The page to return to: `/` or `/people/{id}`.
    pub back: String,
    /// Values are days: 7, 14, 30; hints are the dates they mean.
    pub snoozes: Vec<Choice>,
    /// Why it is dismissed.
    pub reasons: Vec<Choice>,
    /// Names of channels.
    pub channels: Vec<Choice>,
    /// Today where the member lives, `2026-06-04`.
    pub today: String,
}

// --- today ---------------------------------------------------------------------------------------------------

/// `GET /`
#[derive(Template)]
#[template(path = "today.html")]
pub struct TodayPage {
    /// The frame.
    pub shell: Shell,
    /// `Thursday, 4 June`
    pub date: String,
    /// The day's sentence.
    pub sentence: String,
    /// `Five people, about ten minutes.`
    pub pace: Option<String>,
    /// Set when there is no lane: nothing imported yet, or all done.
    pub empty: Option<Empty>,
    /// Only lanes with cards.
    pub lanes: Vec<Lane>,
    /// A few of those left alone.
    pub left_alone: Vec<LeftAlone>,
    /// `14 more`
    pub left_alone_more: Option<Link>,
}

/// One lane of the day.
pub struct Lane {
    /// `owe`, `stay`; unique on the page.
    pub key: String,
    /// `You owe`
    pub title: String,
    /// `replies and promises`
    pub hint: String,
    /// The people in it, most pressing first.
    pub cards: Vec<Card>,
}

/// A person on today's list.
pub struct Card {
    /// `/people/{id}`
    pub href: String,
    /// Their name.
    pub name: String,
    /// Organization or domain.
    pub place: Option<String>,
    /// Two letters.
    pub initials: String,
    /// 1 cool to 5 warm.
    pub warmth: u8,
    /// The same in a word: `warm`, `steady`, `cooling`, `cool`, `cold`.
    pub warmth_word: String,
    /// One sentence: why now.
    pub why: String,
    /// `since Friday`, when it is late.
    pub late_since: Option<String>,
    /// How to begin.
    pub opener: Option<String>,
    /// What the sentence rests on.
    pub evidence: Vec<Proof>,
    /// What can be done.
    pub actions: Actions,
}

/// A link to one interaction that a sentence rests on.
pub struct Proof {
    /// `/interactions/{id}`
    pub href: String,
    /// Its subject.
    pub subject: String,
    /// RFC 3339.
    pub at: String,
    /// `29 May`
    pub when: String,
}

/// Somebody left alone on purpose.
pub struct LeftAlone {
    /// `/people/{id}`
    pub href: String,
    /// Their name.
    pub name: String,
    /// `snoozed until 18 June.`
    pub why: String,
}

// --- people --------------------------------------------------------------------------------------------------

/// `GET /people?q=&show=&sort=&after=`
#[derive(Template)]
#[template(path = "people/index.html")]
pub struct PeoplePage {
    /// The frame.
    pub shell: Shell,
    /// `1,284 people outside your company, from 41,920 exchanges.`
    pub summary: String,
    /// What was searched for.
    pub query: String,
    /// The other parameters of the address, kept while searching.
    pub kept: Vec<Hidden>,
    /// Filters.
    pub chips: Vec<Chip>,
    /// What the table shows, for those who hear it: `People, sorted by last contact`.
    pub caption: String,
    /// In the order of the cells: name, last, gap, quiet-for, chance, balance, sent, received.
    pub columns: Vec<Column>,
    /// One page of people.
    pub rows: Vec<PersonRow>,
    /// Set instead of rows.
    pub empty: Option<Empty>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// A hidden form field.
pub struct Hidden {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A filter.
pub struct Chip {
    /// The page with it on.
    pub href: String,
    /// `Quiet for them`
    pub label: String,
    /// How many there are, when that is cheap to know.
    pub count: Option<String>,
    /// This one is on.
    pub is_on: bool,
}

/// The head of a column.
pub struct Column {
    /// `name`, `last`, `gap`, `quiet-for`, `chance`, `balance`, `sent`, `received`.
    pub key: String,
    /// `Usual gap`
    pub label: String,
    /// What it means and what a press does.
    pub title: String,
    /// The page sorted by it.
    pub href: String,
    /// `ascending`, `descending` or `none`.
    pub sort: String,
}

/// A person in the list.
pub struct PersonRow {
    /// `/people/{id}`
    pub href: String,
    /// Their name.
    pub name: String,
    /// Two letters.
    pub initials: String,
    /// The address they use most.
    pub address: String,
    /// 1 cool to 5 warm.
    pub warmth: u8,
    /// `3 weeks ago`
    pub last: String,
    /// RFC 3339.
    pub last_at: String,
    /// `12 May 2026, 14:10`
    pub last_exact: String,
    /// `9 days`; nothing when there is not enough.
    pub usual_gap: Option<String>,
    /// `31 days`
    pub quiet: String,
    /// Longer than is usual for them.
    pub is_unusual: bool,
    /// Chance of contact within 30 days.
    pub chance: Option<ChanceBar>,
    /// Who begins.
    pub balance: Option<BalanceBar>,
    /// How many were sent.
    pub sent: String,
    /// How many came.
    pub received: String,
}

/// A chance with its interval, as a bar of 100.
pub struct ChanceBar {
    /// `62 %`
    pub words: String,
    /// 0 to 100.
    pub value: f64,
    /// Lower end of the interval, 0 to 100.
    pub low: f64,
    /// Width of the interval.
    pub span: f64,
}

/// Their share of beginnings, as a bar of 100.
pub struct BalanceBar {
    /// `40 %`
    pub words: String,
    /// 0 to 100.
    pub theirs: f64,
}

/// `GET /people/{id}?evidence=&before=`
#[derive(Template)]
#[template(path = "people/show.html")]
pub struct PersonPage {
    /// The frame.
    pub shell: Shell,
    /// Their name.
    pub name: String,
    /// Organization or domain.
    pub place: Option<String>,
    /// Two letters.
    pub initials: String,
    /// 1 cool to 5 warm.
    pub warmth: u8,
    /// The same in a word.
    pub warmth_word: String,
    /// The one sentence.
    pub sentence: String,
    /// `Snoozed until 18 June.`
    pub resting: Option<String>,
    /// What can be done.
    pub actions: Actions,
    /// Last contact, quiet, known since, exchanges.
    pub facts: Vec<Fact>,
    /// The rhythm strip; nothing when there is no interaction.
    pub strip: Option<Strip>,
    /// One for each measure, in a fixed order.
    pub readings: Vec<ReadingView>,
    /// Set while the timeline shows only evidence.
    pub timeline_filter: Option<TimelineFilter>,
    /// Newest first.
    pub months: Vec<Month>,
    /// The address of the next page, ending in `#timeline`.
    pub older: Option<String>,
    /// All their addresses.
    pub addresses: Vec<AddressLine>,
}

/// The rhythm strip: theirs above the line, ours below, on a field `width` wide and 132 high.
pub struct Strip {
    /// 960 does well.
    pub width: u32,
    /// `Maya`, for the legend.
    pub their_name: String,
    /// What the picture says, in a sentence or two.
    pub summary: String,
    /// Names of months along the foot.
    pub ticks: Vec<Tick>,
    /// When the next is usual.
    pub band: Option<Band>,
    /// Long silences, named.
    pub gaps: Vec<Gap>,
    /// Every touch, oldest first.
    pub marks: Vec<Mark>,
    /// x of now; leave room to its right for the band.
    pub today: f64,
    /// The same by month, newest first.
    pub table: Vec<StripRow>,
}

/// A label along the foot.
pub struct Tick {
    /// Its middle.
    pub x: f64,
    /// `Sep`
    pub label: String,
}

/// The window in which the next contact is usual.
pub struct Band {
    /// Its left end.
    pub x: f64,
    /// Its width.
    pub width: f64,
    /// `Usual by 14 June, likely between 8 June and 2 July`
    pub label: String,
}

/// A silence worth naming.
pub struct Gap {
    /// Its middle.
    pub middle: f64,
    /// `43 days`
    pub label: String,
}

/// One touch.
pub struct Mark {
    /// Where.
    pub x: f64,
    /// Above the line.
    pub is_theirs: bool,
    /// 10 to 40; longer means more was said.
    pub height: f64,
    /// `3 March 2026: Kiln capacity`
    pub title: String,
}

/// A month behind the strip.
pub struct StripRow {
    /// `May 2026`
    pub month: String,
    /// How many of theirs.
    pub theirs: String,
    /// How many of ours.
    pub ours: String,
    /// `9 days`
    pub longest_gap: String,
}

/// A measure: what it says, or why it says nothing.
pub struct ReadingView {
    /// `Who begins`
    pub title: String,
    /// Its evidence is what the timeline shows now.
    pub is_open: bool,
    /// The sentence with its proof, or what is missing (`it takes eight openings, and there were five.`).
    pub said: Result<Said, String>,
}

/// A reading in words.
pub struct Said {
    /// The sentence.
    pub sentence: String,
    /// `9 days`
    pub number: String,
    /// `4 to 19 in eight of ten gaps`
    pub interval: String,
    /// `88 contact days`
    pub events: String,
    /// `/people/{id}?evidence=rhythm#timeline`
    pub evidence_href: String,
    /// `rhythm/1`
    pub method: String,
}

/// Why the timeline is short.
pub struct TimelineFilter {
    /// `Only what moved “Rhythm”.`
    pub label: String,
    /// The whole timeline.
    pub clear_href: String,
}

/// The touches of a month.
pub struct Month {
    /// `May 2026`
    pub label: String,
    /// The page before ended within this month, so its name stands already.
    pub is_continued: bool,
    /// Newest first.
    pub touches: Vec<TouchRow>,
}

/// One touch in the timeline.
pub struct TouchRow {
    /// `/interactions/{id}`
    pub href: String,
    /// `theirs` or `ours`.
    pub side: String,
    /// `Maya wrote`, `You called`.
    pub who: String,
    /// `mail`, `calendar`, `phone`, `message-circle`.
    pub icon: String,
    /// The subject, or the channel when there is none.
    pub subject: String,
    /// The first of the writer's own words.
    pub words: Option<String>,
    /// RFC 3339.
    pub at: String,
    /// `Mon 1`
    pub when: String,
    /// `1 June 2026, 12:00`
    pub exact: String,
}

/// One address of a person.
pub struct AddressLine {
    /// The address.
    pub text: String,
    /// `245 exchanges, last 29 May`
    pub detail: String,
}

// --- imports -------------------------------------------------------------------------------------------------

/// `GET /imports?why=&after=`
#[derive(Template)]
#[template(path = "imports/index.html")]
pub struct ImportsPage {
    /// The frame.
    pub shell: Shell,
    /// Why the last attempt could not begin, and what to try.
    pub problem: Option<String>,
    /// `Up to 2 GB. Larger ones: read them from this machine.`
    pub upload_limit: String,
    /// What was typed, when it failed.
    pub path: String,
    /// Newest first.
    pub runs: Vec<RunRow>,
    /// The search over all imports.
    pub decisions: Decisions,
}

/// One earlier import.
pub struct RunRow {
    /// `/imports/{id}`
    pub href: String,
    /// File name or path.
    pub name: String,
    /// RFC 3339.
    pub at: String,
    /// `today, 09:12`
    pub when: String,
    /// How many were read.
    pub read: String,
    /// How many were kept.
    pub kept: String,
    /// `reading`, `done`, `stopped`, `failed`.
    pub state: String,
}

/// `GET /imports/{id}?why=&reason=&after=`; asks itself again every second while it runs.
#[derive(Template)]
#[template(path = "imports/show.html")]
pub struct ImportPage {
    /// The frame.
    pub shell: Shell,
    /// File name or path.
    pub name: String,
    /// `/imports/{id}`
    pub href: String,
    /// `Started today at 09:12 by Ida Holm.`
    pub started: String,
    /// Still reading.
    pub is_running: bool,
    /// Set while it runs, and where it stopped when it did not finish.
    pub progress: Option<Progress>,
    /// What went wrong, and what to try.
    pub problem: Option<String>,
    /// `So far` or `48,211 messages, each with a decision`.
    pub outcome: String,
    /// Kept, each reason that occurred, unreadable.
    pub tally: Vec<TallyRow>,
    /// The sum of the tally.
    pub total: String,
    /// `214 people came out of it.` and the button to Today.
    pub next_step: Option<NextStep>,
    /// The search in this import.
    pub decisions: Decisions,
}

/// How far it is.
pub struct Progress {
    /// `Reading`, `Measuring`, `Stopped`.
    pub title: String,
    /// Nothing when the end is not known.
    pub percent: Option<u8>,
    /// `48,211 of about 77,000 messages`
    pub read: String,
    /// `3,120 a second`
    pub rate: String,
    /// `9 seconds`
    pub left: String,
}

/// One kind of decision and how often it was taken.
pub struct TallyRow {
    /// `kept`, `set-aside` or `unreadable`.
    pub kind: String,
    /// `Kept`, `Bulk`, `Unreadable`.
    pub label: String,
    /// One sentence.
    pub why: String,
    /// How many.
    pub count: String,
    /// 0 to 100, of the total.
    pub share: f64,
    /// `/imports/{id}?reason=bulk#decisions`; `reason` may also be `kept` or `unreadable`.
    pub href: String,
}

/// What to do after it.
pub struct NextStep {
    /// One sentence.
    pub text: String,
    /// Where the button leads.
    pub href: String,
    /// What it says.
    pub label: String,
}

/// Why is this mail not here?
pub struct Decisions {
    /// Where to ask: `/imports` or `/imports/{id}`.
    pub action: String,
    /// What was asked, the parameter `why`.
    pub query: String,
    /// The reason that the list is narrowed to.
    pub reason: Option<String>,
    /// A query or a reason was given.
    pub was_asked: bool,
    /// `3 messages match.`
    pub summary: String,
    /// The page without query and reason.
    pub clear_href: Option<String>,
    /// What was found.
    pub rows: Vec<DecisionRow>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// A message and what was decided about it.
pub struct DecisionRow {
    /// `/interactions/{id}`; messages that were set aside have a page too.
    pub href: String,
    /// Its subject, or `(no subject)`.
    pub subject: String,
    /// Who wrote it.
    pub who: String,
    /// RFC 3339.
    pub at: String,
    /// `2 Jun 2026`
    pub when: String,
    /// `kept`, `set-aside` or `unreadable`.
    pub kind: String,
    /// `Set aside`
    pub decision: String,
    /// One sentence.
    pub explanation: String,
}

// --- the rest ------------------------------------------------------------------------------------------------

/// `GET /settings`
#[derive(Template)]
#[template(path = "settings/show.html")]
pub struct SettingsPage {
    /// The frame.
    pub shell: Shell,
    /// What was wrong with what was sent.
    pub problem: Option<String>,
    /// One on a line.
    pub addresses: String,
    /// Addresses that look like the member's.
    pub suggestions: Vec<String>,
    /// Domains or addresses, one on a line.
    pub internal: String,
    /// `ignore`, `my_threads`, `all`.
    pub list_rules: Vec<Rule>,
    /// An IANA name.
    pub zone: String,
    /// All of them.
    pub zones: Vec<String>,
    /// `Saving decides 41,920 messages again; it takes about 4 seconds.`
    pub replay_note: String,
    /// Version, place and size of the data.
    pub about: Vec<Fact>,
}

/// A rule to choose.
pub struct Rule {
    /// What the form sends.
    pub value: String,
    /// Its name.
    pub label: String,
    /// What it does.
    pub hint: String,
    /// Chosen.
    pub is_on: bool,
}

/// `GET /search?q=&after=`; the words stand in `shell.query`.
#[derive(Template)]
#[template(path = "search.html")]
pub struct SearchPage {
    /// The frame.
    pub shell: Shell,
    /// `2 people and 31 messages.`
    pub summary: String,
    /// Set when nothing was found or asked.
    pub empty: Option<Empty>,
    /// People by name; only on the first page.
    pub people: Vec<FoundPerson>,
    /// Mail by subject and own words.
    pub mails: Vec<FoundMail>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// A person that was found.
pub struct FoundPerson {
    /// `/people/{id}`
    pub href: String,
    /// Their name.
    pub name: String,
    /// Two letters.
    pub initials: String,
    /// 1 cool to 5 warm.
    pub warmth: u8,
    /// Their address.
    pub detail: String,
}

/// A mail that was found.
pub struct FoundMail {
    /// `/interactions/{id}`
    pub href: String,
    /// Its subject.
    pub subject: String,
    /// `Maya Lindqvist to you`
    pub who: String,
    /// RFC 3339.
    pub at: String,
    /// `29 May 2026`
    pub when: String,
    /// Own words around the hits.
    pub snippet: Vec<Piece>,
}

/// A piece of a snippet.
pub struct Piece {
    /// Its text, unescaped.
    pub text: String,
    /// It is what was searched for.
    pub is_hit: bool,
}

/// `GET /interactions/{id}`
#[derive(Template)]
#[template(path = "interactions/show.html")]
pub struct InteractionPage {
    /// The frame.
    pub shell: Shell,
    /// `Mail`
    pub channel: String,
    /// `mail`, `calendar`, `phone`, `message-circle`.
    pub icon: String,
    /// RFC 3339; empty when undated.
    pub at: String,
    /// `Friday, 29 May 2026, 16:12`
    pub when: String,
    /// Its subject, or `(no subject)`.
    pub subject: String,
    /// From, To, Cc.
    pub parties: Vec<Party>,
    /// The writer's own words as plain text.
    pub words: Option<String>,
    /// Why there are none: `Only metadata is kept for this mailbox.`
    pub no_words: String,
    /// Names of files.
    pub attachments: Vec<String>,
    /// What was decided.
    pub decision: DecisionView,
    /// What was odd; may be empty.
    pub problems: Vec<ProblemRow>,
    /// Where it was read from, Message-ID.
    pub source: Vec<Fact>,
    /// The conversation, oldest first; empty when it stands alone.
    pub thread: Vec<ThreadRow>,
}

/// Somebody on a mail.
pub struct Party {
    /// `From`
    pub role: String,
    /// Name, or `You`.
    pub name: String,
    /// The address.
    pub address: String,
    /// Their page.
    pub href: Option<String>,
}

/// A decision in words.
pub struct DecisionView {
    /// `kept`, `set-aside` or `unreadable`.
    pub kind: String,
    /// `Kept`
    pub label: String,
    /// One sentence.
    pub explanation: String,
}

/// Something that was odd.
pub struct ProblemRow {
    /// `date_implausible`
    pub code: String,
    /// One sentence.
    pub detail: String,
}

/// A mail of the same conversation.
pub struct ThreadRow {
    /// `/interactions/{id}`
    pub href: String,
    /// `Maya`
    pub who: String,
    /// The first few words.
    pub words: String,
    /// RFC 3339.
    pub at: String,
    /// `29 May`
    pub when: String,
    /// The one that is open.
    pub is_this: bool,
}

/// The one-time link of a new place.
#[derive(Template)]
#[template(path = "setup.html")]
pub struct SetupPage {
    /// The frame.
    pub door: Door,
    /// What was wrong with what was sent.
    pub problem: Option<String>,
    /// Where it posts: the one-time link itself.
    pub action: String,
    /// What was typed.
    pub name: String,
    /// What was typed.
    pub addresses: String,
    /// The shortest passphrase, in characters.
    pub shortest: u32,
    /// The zone of this machine.
    pub zone: String,
}

/// `GET /session`
#[derive(Template)]
#[template(path = "login.html")]
pub struct LoginPage {
    /// The frame.
    pub door: Door,
    /// `That name and passphrase do not go together. Try again.`
    pub problem: Option<String>,
    /// The page that was asked for.
    pub back: String,
    /// What was typed.
    pub name: String,
    /// `Good morning. Who is it?`
    pub greeting: String,
}

/// Any page that cannot be shown.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The frame.
    pub door: Door,
    /// What happened.
    pub title: String,
    /// What to try.
    pub text: String,
    /// The way out.
    pub next: Link,
    /// What to look for in the log.
    pub reference: Option<String>,
}

/// `GET /search.json?q=`, for the palette: `{"people":[{"name":"","detail":"","href":""}]}`.
#[derive(serde::Serialize)]
pub struct Suggestions {
    /// At most eight.
    pub people: Vec<Suggestion>,
}

/// A person to go to.
#[derive(serde::Serialize)]
pub struct Suggestion {
    /// Their name.
    pub name: String,
    /// Organization or address.
    pub detail: String,
    /// `/people/{id}`
    pub href: String,
}
