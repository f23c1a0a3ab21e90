//! What is done in the background: lists of kinds of work and of what is done every day, and nothing else.

use crate::dossier::DossiersWarn;
use crate::import::{ImportApply, ImportRead, ImportRemove};
use crate::job::Background;
use crate::licence::LicenceCertificate;
use crate::licence_application::LicenceApplicationReceipt;
use crate::notice::{NoticesMail, NoticesMailDaily};
use crate::printed::Printing;
use crate::season_return::{SeasonReturnPaper, SeasonReturnsRemind};
use crate::statistics::CountersCloseYears;

/// All of it; the hours are those of Morocco.
#[must_use]
pub fn background() -> Background {
    Background::default()
        .daily::<CountersCloseYears>(0, 5)
        .daily::<SeasonReturnsRemind>(6, 0)
        .daily::<DossiersWarn>(6, 15)
        .daily::<NoticesMailDaily>(7, 30)
        .with::<NoticesMail>()
        .with::<Printing<SeasonReturnPaper>>()
        .with::<Printing<LicenceApplicationReceipt>>()
        .with::<Printing<LicenceCertificate>>()
        .with::<ImportRead>()
        .with::<ImportApply>()
        .with::<ImportRemove>()
}
