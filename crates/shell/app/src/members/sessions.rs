use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use rapport_model::{Address, Calendar, Member, MemberId, Moment, Setting};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

use crate::app::{App, UNNAMED};
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result};

/// A session of a member who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub member: Member,
    /// The secret that the browser sends back as a cookie. Only its hash is stored.
    pub token: String,
}

impl Session {
    /// The CSRF token, which every form of this session sends back, so that no other site can submit them.
    pub fn csrf(&self) -> String {
        hexadecimal(&Sha256::digest(format!("csrf:{}", self.token)))
    }
}

/// What the owner enters at the first start.
#[derive(Clone, Debug)]
pub struct Setup {
    pub name: String,
    pub addresses: Vec<Address>,
    /// The time zone as an IANA name.
    pub time_zone: String,
    pub passphrase: String,
}

/// Failed attempts to sign in and the setup code, in memory.
struct SignInState {
    setup: Mutex<Option<[u8; 32]>>,
    failures: Mutex<Vec<Moment>>,
    hashing: Semaphore,
}

impl Default for SignInState {
    fn default() -> Self {
        Self { setup: Mutex::default(), failures: Mutex::default(), hashing: Semaphore::new(HASHES_AT_ONCE) }
    }
}

const HASHES_AT_ONCE: usize = 2;
const SHORTEST_PASSPHRASE: usize = 12;
const LONGEST_PASSPHRASE: usize = 1_024;
const FAILURES: usize = 10;
/// How long a wrong passphrase counts against [`FAILURES`].
const FAILURE_WINDOW: Duration = Duration::from_mins(15);
/// A session ends when it was not used for this long.
const IDLE_TIMEOUT: Duration = Duration::from_hours(7 * 24);
/// A session ends at this age.
const LIFETIME: Duration = Duration::from_hours(30 * 24);
/// How often a session is saved as used at most, so that reading a page rarely writes.
const USE_INTERVAL: Duration = Duration::from_hours(1);

/// The sessions whose use is being noted, by the hashes of their tokens.
#[derive(Default)]
struct SessionsInUse(Mutex<HashSet<Vec<u8>>>);

/// Whether two tokens are the same, in a time that does not tell where they differ.
pub fn is_same_token(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

impl App {
    fn sign_in_state(&self) -> Arc<SignInState> {
        self.caches.of()
    }

    /// Draws the code of the setup link; `None` once there is a passphrase.
    pub async fn begin_setup(&self) -> Result<Option<String>> {
        let hash = self.store().read(self.workspace(), |tx| tx.passphrase_hash(MemberId::FIRST)).await?;
        if hash.is_some() {
            return Ok(None);
        }
        let code = hexadecimal(&Self::random_bytes::<32>());
        let sign_in_state = self.sign_in_state();
        *sign_in_state.setup.lock().expect("no holder of this lock can panic") =
            Some(Sha256::digest(&code).into());
        Ok(Some(code))
    }

    /// Whether there is an owner with a passphrase.
    pub async fn is_set_up(&self) -> Result<bool> {
        let hash = self.store().read(self.workspace(), |tx| tx.passphrase_hash(MemberId::FIRST)).await?;
        Ok(hash.is_some())
    }

    /// A random token of 256 bits, as text.
    pub fn new_token() -> String {
        hexadecimal(&Self::random_bytes::<16>())
    }

    /// Whether this is the code of the setup link. The comparison takes constant time.
    pub fn is_setup_code(&self, code: &str) -> bool {
        let sign_in_state = self.sign_in_state();
        let setup = sign_in_state.setup.lock().expect("no holder of this lock can panic");
        setup.is_some_and(|wanted| bool::from(wanted.ct_eq(&<[u8; 32]>::from(Sha256::digest(code)))))
    }

    /// What the first import on the command line has saved of the owner: their name, and their addresses.
    pub async fn known_of_owner(&self) -> Result<(String, Vec<Address>)> {
        let known = self.store().read(self.workspace(), |tx| {
            let name = tx.members()?.into_iter().next().map(|owner| owner.name);
            let ours = tx.rules()?.ours.into_iter().filter(|(_, owner)| *owner == MemberId::FIRST);
            Ok((name, ours.map(|(address, _)| address).collect()))
        });
        let (name, addresses) = known.await?;
        Ok((name.filter(|name| name != UNNAMED).unwrap_or_default(), addresses))
    }

    /// Creates the owner, and invalidates the code.
    pub async fn set_up(self: &Arc<Self>, code: &str, setup: Setup) -> Result<Session> {
        if !self.is_setup_code(code) {
            return Err(AppError::Refused(Refusal::SetupLink));
        }
        if setup.name.trim().is_empty() {
            return Err(AppError::Refused(Refusal::NoName));
        }
        if Calendar::in_zone(&setup.time_zone).is_none() {
            return Err(AppError::Refused(Refusal::NotATimeZone(setup.time_zone)));
        }
        let hash = self.hash(setup.passphrase).await?;
        self.acting(self.member(MemberId::FIRST).await?).add_addresses(&setup.addresses).await?;
        let name = setup.name.trim().to_owned();
        self.store()
            .write(self.workspace(), move |tx| {
                tx.rename_member(MemberId::FIRST, &name)?;
                tx.set_setting(Setting::TimeZone, &setup.time_zone)?;
                tx.set_passphrase_hash(MemberId::FIRST, &hash)
            })
            .await?;
        *self.sign_in_state().setup.lock().expect("no holder of this lock can panic") = None;
        self.begin_session(MemberId::FIRST).await
    }

    /// Signs the owner in.
    pub async fn sign_in(&self, passphrase: String) -> Result<Session> {
        let now = self.now();
        {
            let sign_in_state = self.sign_in_state();
            let mut failures = sign_in_state.failures.lock().expect("no holder of this lock can panic");
            failures.retain(|at| now.since(*at) < FAILURE_WINDOW);
            if failures.len() >= FAILURES {
                let wait = FAILURE_WINDOW.saturating_sub(now.since(failures[0]));
                return Err(AppError::Refused(Refusal::TooManyAttempts { wait }));
            }
            // The attempt is counted before it is checked, so that parallel ones are limited too.
            failures.push(now);
        }
        let hash = self.store().read(self.workspace(), |tx| tx.passphrase_hash(MemberId::FIRST)).await?;
        let Some(hash) = hash else {
            return Err(AppError::Refused(Refusal::NoOwner));
        };
        let sign_in_state = self.sign_in_state();
        let _turn = sign_in_state.hashing.acquire().await.expect("the semaphore is never closed");
        let verify = move || {
            PasswordHash::new(&hash)
                .is_ok_and(|parsed| argon().verify_password(passphrase.as_bytes(), &parsed).is_ok())
        };
        let is_right = tokio::task::spawn_blocking(verify).await.unwrap_or(false);
        if !is_right {
            return Err(AppError::Refused(Refusal::WrongPassphrase));
        }
        self.sign_in_state().failures.lock().expect("no holder of this lock can panic").clear();
        self.begin_session(MemberId::FIRST).await
    }

    /// Changes the passphrase and ends every session.
    pub async fn change_passphrase(&self, passphrase: String) -> Result<()> {
        let hash = self.hash(passphrase).await?;
        Ok(self
            .store()
            .write(self.workspace(), move |tx| tx.set_passphrase_hash(MemberId::FIRST, &hash))
            .await?)
    }

    /// The session of a token; `None` when it has expired or never existed.
    pub async fn session(&self, token: &str) -> Result<Option<Session>> {
        let now = self.now();
        let key = Sha256::digest(token).to_vec();
        let wanted = key.clone();
        let found = self
            .store()
            .read(self.workspace(), move |tx| {
                let Some((member, created, seen)) = tx.session(&wanted)? else { return Ok(None) };
                Ok(tx
                    .members()?
                    .into_iter()
                    .find(|one| one.id == member)
                    .map(|member| (member, created, seen)))
            })
            .await?;
        let Some((member, created, seen)) = found else { return Ok(None) };
        if now.since(created) > LIFETIME || now.since(seen) > IDLE_TIMEOUT {
            self.store().write(self.workspace(), move |tx| tx.end_session(&key)).await?;
            return Ok(None);
        }
        if now.since(seen) > USE_INTERVAL {
            self.note_session_use(key, now);
        }
        Ok(Some(Session { member, token: token.to_owned() }))
    }

    /// Notes in the background that a session was used, so that no page waits for whoever writes.
    fn note_session_use(&self, key: Vec<u8>, now: Moment) {
        let noting = self.caches.of::<SessionsInUse>();
        if !noting.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone()) {
            return;
        }
        let (store, workspace) = (Arc::clone(self.store()), self.workspace());
        tokio::spawn(async move {
            let own = key.clone();
            let noted = store.write(workspace, move |tx| tx.note_session_use(&own, now)).await;
            if let Err(error) = noted {
                // The next request of the session tries again.
                tracing::warn!(%error, "the use of a session was not noted");
            }
            noting.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        });
    }

    /// Ends the session of a token.
    pub async fn sign_out(&self, token: &str) -> Result<()> {
        let key = Sha256::digest(token).to_vec();
        Ok(self.store().write(self.workspace(), move |tx| tx.end_session(&key)).await?)
    }

    async fn begin_session(&self, member: MemberId) -> Result<Session> {
        let now = self.now();
        let token = hexadecimal(&Self::random_bytes::<32>());
        let key = Sha256::digest(&token).to_vec();
        self.store().write(self.workspace(), move |tx| tx.add_session(&key, member, now)).await?;
        Ok(Session { member: self.member(member).await?, token })
    }

    async fn hash(&self, passphrase: String) -> Result<String> {
        let length = passphrase.chars().count();
        if !(SHORTEST_PASSPHRASE..=LONGEST_PASSPHRASE).contains(&length) {
            return Err(AppError::Refused(Refusal::PassphraseLength {
                least: SHORTEST_PASSPHRASE,
                most: LONGEST_PASSPHRASE,
            }));
        }
        let sign_in_state = self.sign_in_state();
        let _turn = sign_in_state.hashing.acquire().await.expect("the semaphore is never closed");
        let work = move || {
            let salt =
                SaltString::encode_b64(&Self::random_bytes::<16>()).expect("sixteen bytes make a salt");
            argon().hash_password(passphrase.as_bytes(), &salt).map(|hash| hash.to_string())
        };
        let hashed = tokio::task::spawn_blocking(work).await;
        hashed.ok().and_then(std::result::Result::ok).ok_or(AppError::Refused(Refusal::PassphraseNotKept))
    }
}

/// Argon2id with 19 MiB and two passes, the minimum that OWASP recommends.
fn argon() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("these parameters are valid");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
