//! Uploads are written to the disk while they arrive, under a name of ours, and count only when they are complete.

use std::io;
use std::path::{Path, PathBuf};

use axum::extract::multipart::{Field, MultipartError};
use rapport_app::App;
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;
use tracing::warn;

use crate::request::error::{Result, WebError};

/// The largest upload, in bytes.
pub(crate) const LIMIT: u64 = 2_000_000_000;
/// The longest request with an upload, in bytes: the file and the fields around it.
pub(crate) const LONGEST_UPLOAD: usize = LIMIT as usize + 64 * 1024;
/// The extension of an upload until it is complete.
const UNFINISHED: &str = "part";
const LONGEST_LABEL: usize = 120;
const LONGEST_TEXT: usize = 1_024;

/// An upload that is completely on the disk.
pub(crate) struct Upload {
    /// The name of the file where it came from.
    pub(crate) label: String,
    pub(crate) path: PathBuf,
}

/// Why an upload is not complete.
pub(crate) enum UploadError {
    /// It was refused, with a sentence for the member.
    Refused(String),
    /// The file could not be written.
    Io(io::Error),
}

impl From<io::Error> for UploadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Refused(
                "The disk of the machine that Rapport runs on is full. Nothing was kept.".to_owned(),
            ),
            _ => Self::Io(error),
        }
    }
}

impl From<MultipartError> for UploadError {
    fn from(_: MultipartError) -> Self {
        Self::Refused("The upload broke off. Try again, or read the file from this machine.".to_owned())
    }
}

/// Removes an incomplete file when it is dropped.
struct Unfinished(Option<PathBuf>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Writes an upload to the folder, and renames it once all of it is synced.
pub(crate) async fn receive(folder: &Path, mut field: Field<'_>) -> Result<Upload, UploadError> {
    fs::create_dir_all(folder).await?;
    let label = label(field.file_name().unwrap_or_default());
    let path = folder.join(App::new_token());
    let part = path.with_extension(UNFINISHED);
    // Opened without waiting: a request that is given up while it waits would leave the file behind.
    let file = std::fs::File::options().write(true).create_new(true).open(&part)?;
    let mut unfinished = Unfinished(Some(part.clone()));
    let mut file = File::from_std(file);
    let mut length: u64 = 0;
    while let Some(bytes) = field.chunk().await? {
        length += bytes.len() as u64;
        if length > LIMIT {
            return Err(UploadError::Refused(
                "That file is too large to upload. Put it on the machine that Rapport runs on, and read it from \
                 there."
                    .to_owned(),
            ));
        }
        file.write_all(&bytes).await?;
    }
    if length == 0 {
        return Err(UploadError::Refused(
            "That file is empty. Choose an .mbox, .eml or .zip of mail.".to_owned(),
        ));
    }
    file.flush().await?;
    file.sync_all().await?;
    drop(file);
    fs::rename(&part, &path).await?;
    unfinished.0 = None;
    File::open(folder).await?.sync_all().await?;
    Ok(Upload { label, path })
}

/// The name of an upload in lists: the last part of its path, without unusual characters.
fn label(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_LABEL).collect();
    if name.trim().is_empty() { "an upload".to_owned() } else { name.trim().to_owned() }
}

/// Reads a short text field of a form.
pub(crate) async fn short_text(field: &mut Field<'_>) -> Result<String> {
    let mut text = Vec::new();
    while let Some(bytes) = field.chunk().await.map_err(|_| WebError::incomplete())? {
        text.extend_from_slice(&bytes);
        if text.len() > LONGEST_TEXT {
            return Err(WebError::TooLarge);
        }
    }
    String::from_utf8(text).map_err(|_| WebError::incomplete())
}

/// Removes an upload that will not be read.
pub(crate) async fn remove(path: &Path) {
    if let Err(error) = fs::remove_file(path).await {
        warn!(%error, "an upload could not be removed");
    }
}

/// Removes the incomplete uploads of an earlier run.
pub(crate) async fn clear_unfinished(folder: &Path) {
    let Ok(mut entries) = fs::read_dir(folder).await else { return };
    while let Ok(Some(entry)) = entries.next_entry().await {
        if entry.path().extension().is_some_and(|extension| extension == UNFINISHED) {
            let _ = fs::remove_file(entry.path()).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_a_bare_name() {
        assert_eq!(label("C:\\mail\\sent.mbox"), "sent.mbox");
        assert_eq!(label("../../etc/passwd"), "passwd");
        assert_eq!(label("\u{7}"), "an upload");
    }
}
