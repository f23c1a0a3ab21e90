//! What each kind of notice says. None names anything of what it is about.

use entity::notice::{NoticeKind, NoticeUrgency};

use crate::text::Message;

/// How soon it asks to be read.
pub(super) fn urgency(kind: NoticeKind) -> NoticeUrgency {
    match kind {
        NoticeKind::SeasonReturnSubmitted | NoticeKind::SeasonReturnValidated | NoticeKind::DocumentPrinted => {
            NoticeUrgency::Normal
        }
        NoticeKind::SeasonReturnSentBack | NoticeKind::SeasonReturnOverdue | NoticeKind::DossierExpiring => {
            NoticeUrgency::High
        }
    }
}

/// What it says.
pub(super) fn message(kind: NoticeKind) -> Message {
    Message::new(match kind {
        NoticeKind::SeasonReturnSubmitted => "notice-season-return-submitted",
        NoticeKind::SeasonReturnSentBack => "notice-season-return-sent-back",
        NoticeKind::SeasonReturnValidated => "notice-season-return-validated",
        NoticeKind::SeasonReturnOverdue => "notice-season-return-overdue",
        NoticeKind::DocumentPrinted => "notice-document-printed",
        NoticeKind::DossierExpiring => "notice-dossier-expiring",
    })
}

/// What a mail says of so many.
pub(super) fn counted(kind: NoticeKind, count: u64) -> Message {
    let key = match kind {
        NoticeKind::SeasonReturnSubmitted => "mail-notices-season-return-submitted",
        NoticeKind::SeasonReturnSentBack => "mail-notices-season-return-sent-back",
        NoticeKind::SeasonReturnValidated => "mail-notices-season-return-validated",
        NoticeKind::SeasonReturnOverdue => "mail-notices-season-return-overdue",
        NoticeKind::DocumentPrinted => "mail-notices-document-printed",
        NoticeKind::DossierExpiring => "mail-notices-dossier-expiring",
    };
    Message::new(key).with("count", count)
}
