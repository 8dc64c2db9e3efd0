use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use rapport_model::Moment;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::dialect::schema;
use crate::engine::copy::{FILE, at, beside, copy_sqlite, folder_of, sync_folder};
use crate::error::{BackupFault, Conflict, Corruption, Failure, Result};
use crate::store::Store;

/// The first line of a backup. It describes what follows, so that a damaged copy is never taken for a whole one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupManifest {
    /// The version of the layout of backups.
    pub rapport_backup: u32,
    /// The version of the schema of the database inside.
    pub schema: u32,
    /// When the copy was made.
    pub made_at: Moment,
    /// The length of the database, in bytes.
    pub size: u64,
    /// The hash of the database, in hexadecimal.
    pub sha256: String,
}

const LAYOUT: u32 = 1;
/// The longest manifest, in bytes.
const LONGEST_MANIFEST: u64 = 4_096;

impl Store {
    /// Writes a copy of the database, consistent at one instant, to `target`. Other transactions go on meanwhile.
    pub fn backup(&self, target: &Path, now: Moment) -> Result<BackupManifest> {
        let Some(file) = self.file() else {
            return Err(Failure::NotAFolder.into());
        };
        if target.exists() {
            return Err(Conflict::AlreadyThere(target.to_owned()).into());
        }
        let copy = beside(target, "copying");
        let whole = beside(target, "writing");
        let made = write_backup(file, &copy, &whole, now);
        let _ = fs::remove_file(&copy);
        match made {
            Ok(manifest) => {
                fs::rename(&whole, target).map_err(|error| at(target, error))?;
                sync_folder(folder_of(target))?;
                Ok(manifest)
            }
            Err(error) => {
                let _ = fs::remove_file(&whole);
                Err(error)
            }
        }
    }

    /// Checks a backup and puts its database into `folder`. A database that is there is kept beside it under
    /// another name, and only replaced when `replace` says so.
    pub fn restore(backup: &Path, folder: &Path, replace: bool, now: Moment) -> Result<BackupManifest> {
        let target = folder.join(FILE);
        if target.exists() && !replace {
            return Err(Conflict::HoldsData(folder.to_owned()).into());
        }
        fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
        let unpacked = folder.join(format!("{FILE}.restoring"));
        let manifest = unpack(backup, &unpacked).inspect_err(|_| {
            let _ = fs::remove_file(&unpacked);
        })?;
        if target.exists() {
            for suffix in ["", "-wal", "-shm"] {
                let present = folder.join(format!("{FILE}{suffix}"));
                let kept = folder.join(format!("{FILE}.replaced-{}{suffix}", now.micros() / 1_000_000));
                if present.exists() {
                    fs::rename(&present, &kept).map_err(|error| at(&present, error))?;
                }
            }
        }
        fs::rename(&unpacked, &target).map_err(|error| at(&target, error))?;
        sync_folder(folder)?;
        Ok(manifest)
    }
}

fn write_backup(file: &Path, copy: &Path, whole: &Path, now: Moment) -> Result<BackupManifest> {
    let source = Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    copy_sqlite(&source, copy)?;
    let (size, sha256) = hash_file(copy)?;
    let schema = schema::sqlite()?.len() as u32;
    let manifest = BackupManifest { rapport_backup: LAYOUT, schema, made_at: now, size, sha256 };
    let line = serde_json::to_string(&manifest).expect("a manifest is plain text and numbers");
    let write = || -> std::io::Result<()> {
        let mut out = File::create_new(whole)?;
        writeln!(out, "{line}")?;
        std::io::copy(&mut File::open(copy)?, &mut out)?;
        out.sync_all()
    };
    write().map_err(|error| at(whole, error))?;
    Ok(manifest)
}

fn unpack(backup: &Path, unpacked: &Path) -> Result<BackupManifest> {
    let refused = |fault| Corruption::Backup { path: backup.to_owned(), fault };
    let mut reader = BufReader::new(File::open(backup).map_err(|error| at(backup, error))?);
    let mut line = Vec::new();
    reader.by_ref().take(LONGEST_MANIFEST).read_until(b'\n', &mut line).map_err(|error| at(backup, error))?;
    let manifest: BackupManifest =
        serde_json::from_slice(&line).map_err(|_| refused(BackupFault::Manifest))?;
    if manifest.rapport_backup != LAYOUT || manifest.schema as usize > schema::sqlite()?.len() {
        return Err(Conflict::NewerBackup.into());
    }
    let mut write = || -> std::io::Result<()> {
        let mut out = File::create(unpacked)?;
        std::io::copy(&mut reader, &mut out)?;
        out.sync_all()
    };
    write().map_err(|error| at(unpacked, error))?;
    let (size, sha256) = hash_file(unpacked)?;
    if size != manifest.size {
        return Err(refused(BackupFault::Size { expected: manifest.size, found: size }).into());
    }
    if sha256 != manifest.sha256 {
        return Err(refused(BackupFault::Hash).into());
    }
    Ok(manifest)
}

fn hash_file(path: &Path) -> Result<(u64, String)> {
    let mut hash = Sha256::new();
    let size = File::open(path)
        .and_then(|mut file| std::io::copy(&mut file, &mut hash))
        .map_err(|error| at(path, error))?;
    Ok((size, format!("{:x}", hash.finalize())))
}
