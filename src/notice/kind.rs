//! What each kind of notice says. None names anything of what it is about.

use entity::notice::{NoticeKind, NoticeUrgency};

use crate::text::Message;

/// How soon it asks to be read.
pub(super) fn urgency(kind: NoticeKind) -> NoticeUrgency {
    match kind {
        NoticeKind::SeasonReturnSubmitted
        | NoticeKind::SeasonReturnValidated
        | NoticeKind::DocumentPrinted
        | NoticeKind::ApplicationSubmitted
        | NoticeKind::ApplicationToDecide
        | NoticeKind::ApplicationDecided
        | NoticeKind::ApplicationAbandoned
        | NoticeKind::ApplicationOpinion
        | NoticeKind::LicenceIssued
        | NoticeKind::InspectionAnnounced
        | NoticeKind::InspectionMade
        | NoticeKind::FormalNoticeClosed
        | NoticeKind::LicenceMeasureProposed
        | NoticeKind::CreationSupportSubmitted
        | NoticeKind::CreationSupportDecided => NoticeUrgency::Normal,
        NoticeKind::SeasonReturnSentBack
        | NoticeKind::SeasonReturnOverdue
        | NoticeKind::DossierExpiring
        | NoticeKind::ApplicationIncomplete
        | NoticeKind::FormalNoticeServed
        | NoticeKind::LicenceMeasureDecided
        | NoticeKind::CreationSupportSentBack => NoticeUrgency::High,
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
        NoticeKind::ApplicationSubmitted => "notice-application-submitted",
        NoticeKind::ApplicationIncomplete => "notice-application-incomplete",
        NoticeKind::ApplicationToDecide => "notice-application-to-decide",
        NoticeKind::ApplicationDecided => "notice-application-decided",
        NoticeKind::ApplicationAbandoned => "notice-application-abandoned",
        NoticeKind::ApplicationOpinion => "notice-application-opinion",
        NoticeKind::LicenceIssued => "notice-licence-issued",
        NoticeKind::InspectionAnnounced => "notice-inspection-announced",
        NoticeKind::InspectionMade => "notice-inspection-made",
        NoticeKind::FormalNoticeServed => "notice-formal-notice-served",
        NoticeKind::FormalNoticeClosed => "notice-formal-notice-closed",
        NoticeKind::LicenceMeasureProposed => "notice-licence-measure-proposed",
        NoticeKind::LicenceMeasureDecided => "notice-licence-measure-decided",
        NoticeKind::CreationSupportSubmitted => "notice-creation-support-submitted",
        NoticeKind::CreationSupportSentBack => "notice-creation-support-sent-back",
        NoticeKind::CreationSupportDecided => "notice-creation-support-decided",
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
        NoticeKind::ApplicationSubmitted => "mail-notices-application-submitted",
        NoticeKind::ApplicationIncomplete => "mail-notices-application-incomplete",
        NoticeKind::ApplicationToDecide => "mail-notices-application-to-decide",
        NoticeKind::ApplicationDecided => "mail-notices-application-decided",
        NoticeKind::ApplicationAbandoned => "mail-notices-application-abandoned",
        NoticeKind::ApplicationOpinion => "mail-notices-application-opinion",
        NoticeKind::LicenceIssued => "mail-notices-licence-issued",
        NoticeKind::InspectionAnnounced => "mail-notices-inspection-announced",
        NoticeKind::InspectionMade => "mail-notices-inspection-made",
        NoticeKind::FormalNoticeServed => "mail-notices-formal-notice-served",
        NoticeKind::FormalNoticeClosed => "mail-notices-formal-notice-closed",
        NoticeKind::LicenceMeasureProposed => "mail-notices-licence-measure-proposed",
        NoticeKind::LicenceMeasureDecided => "mail-notices-licence-measure-decided",
        NoticeKind::CreationSupportSubmitted => "mail-notices-creation-support-submitted",
        NoticeKind::CreationSupportSentBack => "mail-notices-creation-support-sent-back",
        NoticeKind::CreationSupportDecided => "mail-notices-creation-support-decided",
    };
    Message::new(key).with("count", count)
}
