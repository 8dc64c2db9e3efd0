use std::collections::HashMap;

use crate::engine::statement::statements;
use crate::engine::tx::Tx;
use crate::engine::value::Value;
use crate::error::Result;

statements! {
    FIND = "SELECT thread FROM thread_key WHERE workspace_id = $1 AND key = $2";
    SAVE = "INSERT INTO thread_key (workspace_id, key, thread) VALUES ($1, $2, $3)
        ON CONFLICT (workspace_id, key) DO UPDATE SET thread = excluded.thread WHERE thread_key.thread <> excluded.thread";
    RENAME_KEYS = "UPDATE thread_key SET thread = $3 WHERE workspace_id = $1 AND thread = $2";
    RENAME = "UPDATE interaction SET thread = $3 WHERE workspace_id = $1 AND thread = $2";
}

impl Tx<'_> {
    /// The thread of each interaction, from the keys it shares with others (its own id, those it answers). A
    /// thread is named after the lowest of its keys, so that it is the same in whatever order mail arrives; when
    /// an interaction joins two threads, both become one.
    pub fn assign_threads(&self, keys: &[Vec<i64>]) -> Result<Vec<i64>> {
        let all: Vec<i64> = keys.iter().flatten().copied().collect();
        let rows: Vec<_> = all.iter().map(|key| vec![Value::Int(*key)]).collect();
        let found = self.query_each(&FIND, &rows, |row| row.int(0))?;
        let mut sets = Sets::default();
        let mut known = HashMap::new();
        for (key, thread) in all.iter().zip(&found) {
            if let Some(thread) = thread.first() {
                known.insert(*key, *thread);
                sets.join(*key, *thread);
            }
        }
        for keys in keys {
            for pair in keys.windows(2) {
                sets.join(pair[0], pair[1]);
            }
        }
        let mut renamed: Vec<i64> =
            known.values().copied().filter(|thread| sets.lowest(*thread) != *thread).collect();
        renamed.sort_unstable();
        renamed.dedup();
        for thread in renamed {
            let names = [Value::Int(thread), Value::Int(sets.lowest(thread))];
            self.execute(&RENAME_KEYS, &names)?;
            self.execute(&RENAME, &names)?;
        }
        let mut fresh: Vec<i64> =
            all.into_iter().filter(|key| known.get(key) != Some(&sets.lowest(*key))).collect();
        fresh.sort_unstable();
        fresh.dedup();
        let rows: Vec<_> =
            fresh.iter().map(|key| vec![Value::Int(*key), Value::Int(sets.lowest(*key))]).collect();
        self.execute_each(&SAVE, &rows)?;
        Ok(keys.iter().map(|keys| keys.first().map_or(0, |key| sets.lowest(*key))).collect())
    }
}

/// Disjoint sets of keys, each named after its lowest.
#[derive(Default)]
struct Sets {
    parent: HashMap<i64, i64>,
}

impl Sets {
    fn lowest(&self, key: i64) -> i64 {
        let mut at = key;
        while let Some(next) = self.parent.get(&at) {
            at = *next;
        }
        at
    }

    fn join(&mut self, one: i64, other: i64) {
        let (one, other) = (self.lowest(one), self.lowest(other));
        if one != other {
            self.parent.insert(one.max(other), one.min(other));
        }
    }
}
