//! Printing in the background: as whoever asked for it, with the rights of now.

use std::marker::PhantomData;

use entity::id::ContentId;
use entity::job::{JobFault, JobKind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Paper, Printable};
use crate::auth::Right;
use crate::db::Actor;
use crate::document::{DocumentPrintInput, Printed, hexadecimal};
use crate::error::Error;
use crate::job::{Ended, Failed, Kind, Running};
use crate::press::{PrintLanguage, Sheet};
use crate::text::LocalizedText;

/// The longest title of a document, in characters.
const LONGEST_TITLE: usize = 200;

/// The work that prints a kind of paper.
#[derive(Debug)]
pub struct Printing<P>(PhantomData<P>);

/// What is to be printed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Wanted {
    pub(super) object: Uuid,
    pub(super) language: PrintLanguage,
}

impl<P: Printable> Kind for Printing<P> {
    const KIND: JobKind = P::KIND;
    type Payload = Wanted;

    async fn run(running: &Running, wanted: Wanted) -> Result<Ended, Failed> {
        let not_allowed = || Failed::for_good(JobFault::NotAllowed);
        let identity = running.asker().await?;
        if ![P::READ, Right::ManageDocuments].into_iter().all(|right| identity.rights().contains(right)) {
            return Err(not_allowed());
        }
        let app = &running.app;
        if !app.press.writes_arabic() {
            return Err(Failed::for_good(JobFault::NoFont));
        }
        let db = running.slice(&identity);
        let row = db.find_by_key::<P::Entity>(wanted.object.into())?.one().await?.ok_or_else(not_allowed)?;
        if P::refused(app, &db, &row).await?.is_some() {
            return Err(not_allowed());
        }
        let (owner_kind, owner_id) = P::owner(&row);
        let Paper { title, about, values } = P::paper(app, &db, row).await?;
        let language = wanted.language;
        let sheet = Sheet { template: P::TEMPLATE, language, about: about.join(" · "), made: app.clock.now(), values };
        let bytes = app.press.print(sheet).await?;
        let printed = Printed {
            owner_kind,
            owner_id,
            category: P::CATEGORY,
            file_name: format!("{}_{}.pdf", about.join("_"), language.codes().join("_")),
            content_id: ContentId(Uuid::now_v7()),
            size: i32::try_from(bytes.len()).map_err(Error::internal)?,
            sha256: hexadecimal(&Sha256::digest(&bytes)),
            mail_at_once: !running.pool.written_to_at_once([identity.account].into()).await?.is_empty(),
        };
        app.store.put(printed.content_id, bytes).await?;
        let input = DocumentPrintInput { title: title_in(language, title), printed: Some(printed) };
        let outcome = running.change(Actor::from(&identity), input).await;
        match outcome {
            Ok(outcome) if outcome.mistakes.is_empty() => Ok(Ended::ByChange),
            // What it hangs on has gone elsewhere meanwhile.
            Ok(_) | Err(Error::ForbiddenHere | Error::Forbidden(_)) => Err(not_allowed()),
            Err(error) => Err(error.into()),
        }
    }
}

/// What people call a paper in a language, or in both.
fn title_in(language: PrintLanguage, title: LocalizedText) -> String {
    let title = match language {
        PrintLanguage::Arabic => title.in_language(entity::language::Language::Ar),
        PrintLanguage::French => title.in_language(entity::language::Language::Fr),
        PrintLanguage::Both => [title.ar, title.fr].into_iter().flatten().collect::<Vec<_>>().join(" · "),
    };
    title.chars().take(LONGEST_TITLE).collect()
}
