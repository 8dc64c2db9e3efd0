use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use rapport_app::{Acting, App};
use rapport_jobs::refold_if_outdated;
use rapport_model::{Member, Moment};
use rapport_store::{Location, Store};

use crate::arguments::Place;

/// The context in which a command runs.
pub(crate) struct World {
    pub(crate) app: Arc<App>,
    /// The app on behalf of the chosen member.
    pub(crate) acting: Acting,
}

impl World {
    pub(crate) async fn open(place: &Place) -> anyhow::Result<Self> {
        let store = Arc::new(Store::open(&location(place)?).await?);
        let app = Arc::new(App::open(store, Arc::new(now)).await?);
        refold_if_outdated(app.store(), app.workspace()).await?;
        let members = app.members().await?;
        let member = match &place.member {
            None => members.first().cloned(),
            Some(name) => members.iter().find(|member| member.name.eq_ignore_ascii_case(name)).cloned(),
        };
        let Some(member) = member else {
            let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
            bail!("There is no member of that name. There are: {}.", names.join(", "));
        };
        Ok(Self::of(app, member))
    }
}

impl World {
    /// The same context for another member.
    pub(crate) fn of(app: Arc<App>, member: Member) -> Self {
        let acting = app.acting(member);
        Self { app, acting }
    }
}

pub(crate) fn location(place: &Place) -> anyhow::Result<Location> {
    match &place.database {
        Some(url) => Ok(Location::Postgres(url.clone())),
        None => Ok(Location::Folder(folder(place)?)),
    }
}

/// The data folder; files live there even when the database is elsewhere.
pub(crate) fn folder(place: &Place) -> anyhow::Result<PathBuf> {
    match &place.data {
        Some(folder) => Ok(folder.clone()),
        None => directories::ProjectDirs::from("", "", "rapport")
            .map(|known| known.data_dir().to_owned())
            .context("This system has no data folder. Say where the data is with --data DIR."),
    }
}

pub(crate) fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::from_micros(since.as_micros() as i64)
}
