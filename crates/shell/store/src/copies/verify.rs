use serde::Serialize;
use sha2::digest::Output;
use sha2::{Digest, Sha256};

use crate::engine::tx::{EngineTx, Tx};
use crate::error::{Result, StoreError};

/// The result of reading everything back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// The number of originals that were read.
    pub originals: u64,
    /// The hashes of the originals that no longer have these bytes.
    pub damaged: Vec<String>,
    /// What the database reports about its own pages; empty when they are sound.
    pub database: Vec<String>,
}

impl Verification {
    /// Whether everything reads back as it was written.
    pub fn is_sound(&self) -> bool {
        self.damaged.is_empty() && self.database.is_empty()
    }
}

impl Tx<'_> {
    /// Reads every original back, decompresses it with `decompress` and compares it with its hash.
    pub fn verify(
        &self,
        decompress: impl Fn(&[u8], u64) -> Option<Vec<u8>>,
        mut progress: impl FnMut(u64),
    ) -> Result<Verification> {
        let mut found = Verification { database: self.database_problems()?, ..Verification::default() };
        self.each_original(|original| {
            let is_sound = decompress(&original.content, original.size)
                .is_some_and(|bytes| Sha256::digest(&bytes).as_slice() == original.sha256);
            if !is_sound {
                found.damaged.push(format!("{:x}", Output::<Sha256>::from(original.sha256)));
            }
            found.originals += 1;
            progress(found.originals);
            Ok(())
        })
        .or_else(|error| match error {
            StoreError::Corrupt(what) => {
                found.database.push(what.to_string());
                Ok(())
            }
            other => Err(other),
        })?;
        Ok(found)
    }

    /// What the database reports about its own pages; empty when they are sound.
    pub fn database_problems(&self) -> Result<Vec<String>> {
        // PostgreSQL checks its own pages where checksums are on; SQLite is asked.
        let EngineTx::Sqlite(connection) = &self.engine else {
            return Ok(Vec::new());
        };
        let mut check = connection.prepare("PRAGMA integrity_check(20)")?;
        let mut lines: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut check = connection.prepare("PRAGMA foreign_key_check")?;
        let dangling: Vec<String> = check
            .query_map([], |row| row.get::<_, String>(0))?
            .map(|table| table.map(|table| format!("a row of {table} points to nothing")))
            .collect::<Result<_, _>>()?;
        lines.retain(|line| line != "ok");
        lines.extend(dangling);
        Ok(lines)
    }
}
