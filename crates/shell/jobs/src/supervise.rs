use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

use rapport_model::Moment;
use rapport_store::{QueuedJob, Result, TakenJob};
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use crate::job::{Ended, Work};
use crate::redact::told;
use crate::registry::{Kind, Running};

/// The length of a lease. A process that does not renew it in time has lost the job.
pub(crate) const LEASE: Duration = Duration::from_secs(30);
/// The interval at which a lease is renewed.
const RENEWAL: Duration = Duration::from_secs(5);
/// The interval at which it is checked whether a job was asked to stop.
const LOOK: Duration = Duration::from_millis(150);
/// The timeout of these two queries.
const ANSWER: Duration = Duration::from_millis(500);
/// How long a job may take to end after it was asked to stop, before it is abandoned.
const GRACE: Duration = Duration::from_millis(500);

/// The outcome of an attempt.
pub(crate) enum Fate {
    /// The job finished; the job that follows from it, if any.
    Done(Option<QueuedJob>),
    /// The job ended early because it was asked to stop.
    Stopped,
    /// The job ended with this error.
    Failed(String),
    /// The job did not end when it should have, for this reason.
    GivenUp(&'static str),
    /// Another process holds the lease now.
    Lost,
}

/// Runs a job to its end on a thread of its own, renews its lease, and asks it to stop when it should. A job that does
/// not react is abandoned: neither the queue nor the end of the process waits for it.
pub(crate) async fn attend(
    kind: Kind,
    running: Running,
    taken: &TakenJob,
    work: Work,
    closing: watch::Receiver<bool>,
) -> Fate {
    let Ok(mut job) = OnThread::begin(kind.name, running, work.clone()) else {
        return Fate::Failed("The system gave no thread for it. Try again when less is running.".to_owned());
    };
    let mut vigil = Vigil::new(kind, taken, work, closing);
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            fate = job.end() => return fate,
            _ = looks.tick() => {}
        }
        match vigil.look().await {
            Verdict::GoOn => {}
            Verdict::Lost => return Fate::Lost,
            Verdict::GiveUp(why) => return job.give_up(why).await,
        }
    }
}

/// A job on its own thread. When it is dropped, the job is asked to stop and detached.
struct OnThread {
    work: Work,
    leash: Option<oneshot::Sender<()>>,
    ended: oneshot::Receiver<thread::Result<Option<Result<Ended>>>>,
}

impl OnThread {
    fn begin(name: &str, running: Running, work: Work) -> std::io::Result<Self> {
        let (leash, let_go) = oneshot::channel::<()>();
        let (tell, ended) = oneshot::channel();
        let runtime = Handle::current();
        let to_its_end = async {
            tokio::select! {
                biased;
                ended = running => Some(ended),
                _ = let_go => None,
            }
        };
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            let ended = catch_unwind(AssertUnwindSafe(|| runtime.block_on(to_its_end)));
            // Nobody listens any more when it was given up.
            let _ = tell.send(ended);
        })?;
        Ok(Self { work, leash: Some(leash), ended })
    }

    async fn end(&mut self) -> Fate {
        match (&mut self.ended).await {
            Ok(Ok(Some(Ok(Ended::Done(next))))) => Fate::Done(next),
            Ok(Ok(Some(Ok(Ended::Stopped)) | None)) => Fate::Stopped,
            Ok(Ok(Some(Err(error)))) => Fate::Failed(told(&error)),
            // What a panic says may hold what was being read.
            Ok(Err(_)) | Err(_) => {
                Fate::Failed("A fault in the program ended it. The log of the server says where.".to_owned())
            }
        }
    }

    /// Cancels the job where it awaits something. Inside a blocking call its thread stays behind.
    async fn give_up(mut self, why: &'static str) -> Fate {
        const MOMENT: Duration = Duration::from_millis(50);
        self.work.tell_to_stop();
        self.leash = None;
        match timeout(MOMENT, self.end()).await {
            Ok(Fate::Stopped) if self.work.is_put_off() => Fate::Stopped,
            Ok(fate @ Fate::Done(_)) => fate,
            _ => Fate::GivenUp(why),
        }
    }
}

impl Drop for OnThread {
    fn drop(&mut self) {
        self.work.tell_to_stop();
    }
}

enum Verdict {
    GoOn,
    Lost,
    GiveUp(&'static str),
}

/// The state of supervising a job, between two checks.
struct Vigil<'a> {
    kind: Kind,
    taken: &'a TakenJob,
    work: Work,
    closing: watch::Receiver<bool>,
    /// When the lease was last known to be held.
    held: Instant,
    renewed: Instant,
    told_to_stop: Option<Instant>,
    /// The last heartbeat, and when it was seen.
    sign: (u64, Instant),
}

impl<'a> Vigil<'a> {
    fn new(kind: Kind, taken: &'a TakenJob, work: Work, closing: watch::Receiver<bool>) -> Self {
        let now = Instant::now();
        let sign = (work.signs(), now);
        Self { kind, taken, work, closing, held: now, renewed: now, told_to_stop: None, sign }
    }

    async fn look(&mut self) -> Verdict {
        let shall_stop = match timeout(ANSWER, self.ask()).await {
            Ok(Ok(Some(shall_stop))) => {
                self.held = Instant::now();
                shall_stop
            }
            // The database does not answer. Until the lease runs out nobody else can have the job.
            Ok(Err(_)) | Err(_) if self.held.elapsed() < LEASE => false,
            _ => return Verdict::Lost,
        };
        if *self.closing.borrow() {
            self.work.put_off();
            self.told_to_stop.get_or_insert_with(Instant::now);
        } else if shall_stop {
            self.work.tell_to_stop();
            self.told_to_stop.get_or_insert_with(Instant::now);
        }
        if self.told_to_stop.is_some_and(|at| at.elapsed() >= GRACE) {
            return Verdict::GiveUp("It was told to stop, did not answer, and was left to itself.");
        }
        if self.sign.0 != self.work.signs() {
            self.sign = (self.work.signs(), Instant::now());
        }
        if self.sign.1.elapsed() >= self.kind.patience {
            return Verdict::GiveUp("It gave no sign of life for too long and was given up.");
        }
        Verdict::GoOn
    }

    /// Whether the job should stop; `None` when the lease is lost.
    async fn ask(&mut self) -> Result<Option<bool>> {
        let (id, lease) = (self.taken.id, self.taken.lease);
        let (store, workspace) = (&self.work.store, self.work.workspace);
        if self.renewed.elapsed() < RENEWAL {
            return store.read(workspace, move |tx| tx.is_job_stopping(id, lease)).await;
        }
        // Once, also when others who write keep it waiting: it will have its turn.
        self.renewed = Instant::now();
        let until = end_of_lease(self.work.now());
        store.signal(workspace, move |tx| tx.renew_job(id, lease, until)).await
    }
}

/// The end of a lease that is taken or renewed at `now`.
pub(crate) fn end_of_lease(now: Moment) -> Moment {
    Moment::from_micros(now.micros().saturating_add(LEASE.as_micros() as i64))
}
