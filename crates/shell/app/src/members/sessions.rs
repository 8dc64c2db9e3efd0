use std::sync::{Arc, Mutex};

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use rapport_model::{Address, Calendar, Member, MemberId, Moment, Setting};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

use crate::app::{App, UNNAMED};
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result};

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub member: Member,
    /// What the browser sends back to prove it; never stored.
    pub token: String,
}

impl Session {
    /// What forms of this session send back, so that no other site can send them.
    pub fn csrf(&self) -> String {
        hexadecimal(&Sha256::digest(format!("csrf:{}", self.token)))
    }
}

/// What the owner tells about themselves at the first start.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Their name.
    pub name: String,
    /// Their addresses.
    pub addresses: Vec<Address>,
    /// Where they live.
    pub time_zone: String,
    /// What they sign in with.
    pub passphrase: String,
}

/// What keeps strangers out, in memory.
struct Guard {
    setup: Mutex<Option<[u8; 32]>>,
    failures: Mutex<Vec<Moment>>,
    hashing: Semaphore,
}

impl Default for Guard {
    fn default() -> Self {
        Self { setup: Mutex::default(), failures: Mutex::default(), hashing: Semaphore::new(HASHES_AT_ONCE) }
    }
}

const HASHES_AT_ONCE: usize = 2;
const SHORTEST_PASSPHRASE: usize = 12;
const LONGEST_PASSPHRASE: usize = 1_024;
const FAILURES: usize = 10;
const FAILURE_DAYS: f64 = 15.0 / 1_440.0;
const IDLE_DAYS: f64 = 7.0;
const LONGEST_DAYS: f64 = 30.0;
/// A session is noted as used at most this often, so that reading a page rarely writes.
const NOTED_DAYS: f64 = 1.0 / 24.0;

impl App {
    fn guard(&self) -> Arc<Guard> {
        self.kept.of()
    }

    /// A code that lets the owner in for the first time; `None` once there is a passphrase.
    pub async fn begin_setup(&self) -> Result<Option<String>> {
        let hash = self.store().read(self.workspace(), |tx| tx.passphrase_hash(MemberId::FIRST)).await?;
        if hash.is_some() {
            return Ok(None);
        }
        let code = hexadecimal(&Self::draw::<32>());
        let guard = self.guard();
        *guard.setup.lock().expect("no holder of this lock can panic") = Some(Sha256::digest(&code).into());
        Ok(Some(code))
    }

    /// Whether there is an owner with a passphrase.
    pub async fn is_set_up(&self) -> Result<bool> {
        let hash = self.store().read(self.workspace(), |tx| tx.passphrase_hash(MemberId::FIRST)).await?;
        Ok(hash.is_some())
    }

    /// A text that nobody can guess.
    pub fn fresh_token() -> String {
        hexadecimal(&Self::draw::<16>())
    }

    /// Whether this is the code of the first start.
    pub fn is_setup_code(&self, code: &str) -> bool {
        let guard = self.guard();
        let setup = guard.setup.lock().expect("no holder of this lock can panic");
        setup.is_some_and(|wanted| bool::from(wanted.ct_eq(&<[u8; 32]>::from(Sha256::digest(code)))))
    }

    /// What an import on the command line has told already of the owner: their name, and their addresses.
    pub async fn before_setup(&self) -> Result<(String, Vec<Address>)> {
        let told = self.store().read(self.workspace(), |tx| {
            let name = tx.members()?.into_iter().next().map(|owner| owner.name);
            let ours = tx.rules()?.ours.into_iter().filter(|(_, owner)| *owner == MemberId::FIRST);
            Ok((name, ours.map(|(address, _)| address).collect()))
        });
        let (name, addresses) = told.await?;
        Ok((name.filter(|name| name != UNNAMED).unwrap_or_default(), addresses))
    }

    /// Creates the owner; the code is used up by it.
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
        *self.guard().setup.lock().expect("no holder of this lock can panic") = None;
        self.begin_session(MemberId::FIRST).await
    }

    /// Signs the owner in.
    pub async fn sign_in(&self, passphrase: String) -> Result<Session> {
        let now = self.now();
        {
            let guard = self.guard();
            let mut failures = guard.failures.lock().expect("no holder of this lock can panic");
            failures.retain(|at| now.days_since(*at) < FAILURE_DAYS);
            if failures.len() >= FAILURES {
                return Err(AppError::Refused(Refusal::TooManyAttempts));
            }
            // Counted before it is checked, so that many at once do not slip through.
            failures.push(now);
        }
        let hash = self.store().read(self.workspace(), |tx| tx.passphrase_hash(MemberId::FIRST)).await?;
        let Some(hash) = hash else {
            return Err(AppError::Refused(Refusal::NoOwner));
        };
        let guard = self.guard();
        let _turn = guard.hashing.acquire().await.expect("the semaphore is never closed");
        let verify = move || {
            PasswordHash::new(&hash)
                .is_ok_and(|parsed| argon().verify_password(passphrase.as_bytes(), &parsed).is_ok())
        };
        let is_right = tokio::task::spawn_blocking(verify).await.unwrap_or(false);
        if !is_right {
            return Err(AppError::Refused(Refusal::WrongPassphrase));
        }
        self.guard().failures.lock().expect("no holder of this lock can panic").clear();
        self.begin_session(MemberId::FIRST).await
    }

    /// Sets another passphrase and ends every session.
    pub async fn change_passphrase(&self, passphrase: String) -> Result<()> {
        let hash = self.hash(passphrase).await?;
        Ok(self
            .store()
            .write(self.workspace(), move |tx| tx.set_passphrase_hash(MemberId::FIRST, &hash))
            .await?)
    }

    /// The session of a token, unless it is over.
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
        if now.days_since(created) > LONGEST_DAYS || now.days_since(seen) > IDLE_DAYS {
            self.store().write(self.workspace(), move |tx| tx.end_session(&key)).await?;
            return Ok(None);
        }
        if now.days_since(seen) > NOTED_DAYS {
            self.store().write(self.workspace(), move |tx| tx.note_session_use(&key, now)).await?;
        }
        Ok(Some(Session { member, token: token.to_owned() }))
    }

    /// Signs out.
    pub async fn sign_out(&self, token: &str) -> Result<()> {
        let key = Sha256::digest(token).to_vec();
        Ok(self.store().write(self.workspace(), move |tx| tx.end_session(&key)).await?)
    }

    async fn begin_session(&self, member: MemberId) -> Result<Session> {
        let now = self.now();
        let token = hexadecimal(&Self::draw::<32>());
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
        let guard = self.guard();
        let _turn = guard.hashing.acquire().await.expect("the semaphore is never closed");
        let work = move || {
            let salt = SaltString::encode_b64(&Self::draw::<16>()).expect("sixteen bytes make a salt");
            argon().hash_password(passphrase.as_bytes(), &salt).map(|hash| hash.to_string())
        };
        let hashed = tokio::task::spawn_blocking(work).await;
        hashed.ok().and_then(std::result::Result::ok).ok_or(AppError::Refused(Refusal::PassphraseNotKept))
    }
}

/// argon2id with 19 MiB and two passes, as OWASP asks for at least.
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
