use std::sync::{Arc, Mutex, PoisonError, mpsc};

use tokio::sync::oneshot;

use crate::error::{Failure, Result};

type Job<C> = Box<dyn FnOnce(&mut C) + Send>;

/// Threads that each own a connection, and take their work from one queue until it is dropped.
pub(crate) struct Threads<C> {
    queue: mpsc::Sender<Job<C>>,
}

impl<C: Send + 'static> Threads<C> {
    /// Starts a thread for each connection.
    pub(crate) fn start(connections: Vec<C>) -> Self {
        let (queue, jobs) = mpsc::channel::<Job<C>>();
        let jobs = Arc::new(Mutex::new(jobs));
        for mut connection in connections {
            let jobs = Arc::clone(&jobs);
            std::thread::spawn(move || {
                loop {
                    let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(job) = next else { return };
                    // The caller receives an error, and the transaction was rolled back while the stack unwound.
                    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&mut connection)));
                }
            });
        }
        Self { queue }
    }

    /// Runs some work on one of the threads.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut C) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let job: Job<C> = Box::new(move |connection| {
            // The receiver is gone when the caller was cancelled; the work is done either way.
            let _ = answer.send(work(connection));
        });
        self.queue.send(job).map_err(|_| Failure::Stopped("the thread of the database is gone".into()))?;
        answered.await.map_err(|error| Failure::Stopped(Box::new(error)))?
    }
}
