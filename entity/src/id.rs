//! Identifiers: one type per table, around a UUID of version 7 (ordered by the moment of creation).

use sea_orm::prelude::Uuid;
use sea_orm::{DbErr, DeriveValueType, TryFromU64};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        /// sea-orm asks this of every key; a UUID is never made from a number.
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )*};
}

ids! {
    /// A region (جهة).
    RegionId
    /// A province or prefecture (إقليم، عمالة).
    ProvinceId
    /// A cercle (دائرة).
    CercleId
    /// A commune (جماعة).
    CommuneId
    /// Another spelling of a commune's name.
    CommuneAliasId
    /// A regional coordination of Entraide Nationale (تنسيقية جهوية).
    RegionalCoordinationId
    /// A provincial or prefectoral delegation of Entraide Nationale (مندوبية).
    DelegationId
    /// An association (جمعية).
    AssociationId
    /// A renewal of the bureau of an association.
    BureauRenewalId
    /// An establishment: a house, a centre, a complex (مؤسسة، مركز، مركب).
    EstablishmentId
    /// A span of time in which an establishment's licence has one state.
    LicencePeriodId
    /// An application for a licence.
    LicenceApplicationId
    /// A figure that a delegation declared.
    DeclaredFigureId
    /// A template of returns.
    ReturnTemplateId
    /// A rule set: what an application for a licence must meet.
    RuleSetId
    /// A public holiday.
    PublicHolidayId
    /// A return: what a house reports of one period.
    SeasonReturnId
    /// A member of the staff of a house.
    StaffMemberId
    /// A document that hangs on something.
    DocumentId
    /// A file that is being uploaded, or was, and is no document yet.
    DocumentUploadId
    /// The content of a document in the store.
    ContentId
    /// A list that comes in from a spreadsheet.
    ImportId
    /// A line of an import, and what it becomes.
    ImportRowId
    /// A part of an import.
    ImportPartId
    /// A programme under which money is granted.
    ProgrammeId
    /// A line of the grants of a budget year.
    GrantLineId
    /// An inspection of a house.
    InspectionId
    /// A visit to a house: the key of the visit of an application, or of an inspection.
    VisitId
    /// A plan by which the residents of a house are placed elsewhere.
    RelocationPlanId
    /// A formal notice to a house.
    FormalNoticeId
    /// A measure against the licence of a house.
    LicenceMeasureId
    /// A partner (شريك).
    PartnerId
    /// A social project (مشروع اجتماعي).
    ProjectId
    /// An agreement by which a partner's systems read (اتفاقية شراكة).
    PartnerAgreementId
    /// A request for support to create a house.
    CreationSupportId
    /// A partner's system that reads.
    ApiClientId
    /// A secret by which such a system asks for a token.
    ApiClientSecretId
    /// Work in the background.
    JobId
    /// A notice to somebody.
    NoticeId
    /// An account that signs in.
    AccountId
    /// A mandate: one role on one slice, held by an account.
    MandateId
    /// A person whose data is kept: under this id stands the key that seals it in the journal.
    PersonId
    /// A bank account of an association.
    BankAccountId
    /// A file of territorial units that was taken in.
    TerritoryImportId
    /// A release of statistical tables.
    ReleaseId
    /// A table of a release.
    ReleaseTableId
    /// A signed-in session.
    SessionId
    /// A link by which a password is set, once.
    OneTimeLinkId
    /// An event of the security log.
    SecurityEventId
    /// A secret key of the installation.
    SecretKeyId
    /// A process of the server.
    ProcessId
    /// A stream of changes.
    StreamId
    /// An entry of the journal.
    JournalEntryId
    /// A visit to a house that applies for a licence.
    ApplicationVisitId
}

impl StreamId {
    /// The stream of the national office: programmes, reference data, accounts, partners.
    pub const NATIONAL: Self = Self(Uuid::nil());
}

/// A delegation's stream has the delegation's id.
impl From<DelegationId> for StreamId {
    fn from(delegation: DelegationId) -> Self {
        Self(delegation.0)
    }
}
