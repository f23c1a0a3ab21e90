//! What a partner reads: persons of a partner the projects in which it takes part, its systems what an agreement opens.

use async_graphql::Enum;
use async_graphql::resolver_utils::EnumType;
use chrono::NaiveDate;
use entity::id::{DelegationId, PartnerAgreementId, PartnerId, RegionalCoordinationId};
use entity::partner_agreement;
use entity::partner_agreement::AgreementReach;
use serde::{Deserialize, Serialize};

use super::Right;

/// A partner, what it may read, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PartnerAccess {
    /// The partner.
    pub partner: PartnerId,
    /// Where.
    pub reach: Reach,
    /// What.
    pub scopes: Scopes,
}

/// Where a partner reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reach {
    /// The projects in which it takes part.
    OwnProjects,
    /// The whole country.
    Country,
    /// The delegations of a regional coordination.
    RegionalCoordination(#[serde(with = "key")] RegionalCoordinationId),
    /// A delegation.
    Delegation(#[serde(with = "key")] DelegationId),
    /// The projects that an agreement names, and the establishments they led to.
    Projects(#[serde(with = "key")] PartnerAgreementId),
    /// The establishments that are licensed on a day: the public register.
    LicensedOn(NaiveDate),
    /// The establishments of which a licence is known by this number: what a certificate names.
    LicenceNumbered(i64),
}

/// What a partner's system may read. OAuth calls it a scope, and writes `projects:read`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Enum)]
pub enum Scope {
    /// `establishments:read`: establishments, and the names of the associations that manage them.
    EstablishmentsRead,
    /// `licences:read`: the licences of establishments.
    LicencesRead,
    /// `projects:read`: projects.
    ProjectsRead,
    /// `statistics:read`: releases.
    StatisticsRead,
}

/// A set of scopes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Scopes(u8);

impl PartnerAccess {
    /// Of a person who speaks for a partner.
    #[must_use]
    pub fn of_person(partner: PartnerId) -> Self {
        Self { partner, reach: Reach::OwnProjects, scopes: Scopes::of(&[Scope::ProjectsRead, Scope::StatisticsRead]) }
    }

    /// Of whoever asks without having signed in: what is published, and nothing else.
    #[must_use]
    pub fn of_the_public() -> Self {
        let nobody = PartnerId(uuid::Uuid::nil());
        Self { partner: nobody, reach: Reach::OwnProjects, scopes: Scopes::of(&[Scope::StatisticsRead]) }
    }

    /// Of whoever reads the public register on a day: the establishments that are licensed then, their licences, and nothing that
    /// a scope opens.
    #[must_use]
    pub fn of_the_register(day: NaiveDate) -> Self {
        Self { reach: Reach::LicensedOn(day), scopes: Scopes::default(), ..Self::of_the_public() }
    }

    /// Of whoever verifies a certificate: the establishment of the licence with the number that it names, what became of its
    /// licences, and nothing that a scope opens.
    #[must_use]
    pub fn of_a_certificate(number: i64) -> Self {
        Self { reach: Reach::LicenceNumbered(number), scopes: Scopes::default(), ..Self::of_the_public() }
    }

    /// Of a system, as an agreement says; `None` where its row lacks the key of its reach.
    #[must_use]
    pub fn of_agreement(agreement: &partner_agreement::Model) -> Option<Self> {
        let reach = match agreement.reach {
            AgreementReach::Country => Reach::Country,
            AgreementReach::RegionalCoordination => Reach::RegionalCoordination(agreement.regional_coordination_id?),
            AgreementReach::Delegation => Reach::Delegation(agreement.delegation_id?),
            AgreementReach::Projects => Reach::Projects(agreement.id),
        };
        Some(Self { partner: agreement.partner_id, reach, scopes: Scopes::named(&agreement.scopes) })
    }

    /// Whether it may read something.
    #[must_use]
    pub fn reads(self, scope: Scope) -> bool {
        self.scopes.contains(scope)
    }
}

impl Scope {
    /// The one that opens to a system what a right opens to a person; `None` where none does.
    #[must_use]
    pub fn of_right(right: Right) -> Option<Self> {
        match right {
            Right::ReadNetwork => Some(Self::EstablishmentsRead),
            Right::ReadProjects => Some(Self::ProjectsRead),
            Right::ReadGrants
            | Right::ReadAnnualReport
            | Right::ReadStatistics
            | Right::ReadReturns
            | Right::ReadJournal
            | Right::KeepNetwork
            | Right::KeepAssociations
            | Right::ApproveBankAccounts
            | Right::KeepTerritory
            | Right::DeclareFigures
            | Right::FillReturns
            | Right::ValidateReturns
            | Right::ReadAccounts
            | Right::ManageAccounts
            | Right::ReadSecurityLog
            | Right::KeepAgreements
            | Right::PublishReleases
            | Right::ReadDocuments
            | Right::ManageDocuments
            | Right::ReadStaff
            | Right::ManageStaff
            | Right::ReadApplications
            | Right::ApplyForLicences
            | Right::InstructApplications
            | Right::GiveRegionalOpinions
            | Right::RecordLicenceDecisions
            | Right::InspectHouses
            | Right::ApproveRelocationPlans
            | Right::KeepRuleSets
            | Right::ReadCreationSupport
            | Right::RequestCreationSupport
            | Right::InstructCreationSupport
            | Right::DecideCreationSupport => None,
        }
    }

    /// As OAuth writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EstablishmentsRead => "establishments:read",
            Self::LicencesRead => "licences:read",
            Self::ProjectsRead => "projects:read",
            Self::StatisticsRead => "statistics:read",
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        Self::items().iter().map(|item| item.value)
    }
}

impl Scopes {
    /// Of these.
    #[must_use]
    pub fn of(scopes: &[Scope]) -> Self {
        Self(scopes.iter().fold(0, |all, scope| all | 1 << (*scope as u8)))
    }

    /// Of their names, parted by blanks; what is no scope by now is left out.
    #[must_use]
    pub fn named(names: &str) -> Self {
        Self::of(&Scope::all().filter(|scope| names.split(' ').any(|name| name == scope.name())).collect::<Vec<_>>())
    }

    /// Of their names, where all of them are among these; none given, all of these.
    #[must_use]
    pub fn narrowed(self, names: Option<&str>) -> Option<Self> {
        let Some(names) = names.map(str::trim).filter(|names| !names.is_empty()) else { return Some(self) };
        let known = |name: &str| Scope::all().find(|scope| scope.name() == name && self.contains(*scope));
        let wanted: Option<Vec<_>> = names.split(' ').map(known).collect();
        wanted.map(|wanted| Self::of(&wanted))
    }

    /// Their names, parted by blanks.
    #[must_use]
    pub fn names(self) -> String {
        self.list().into_iter().map(Scope::name).collect::<Vec<_>>().join(" ")
    }

    /// Whether a scope is among them.
    #[must_use]
    pub fn contains(self, scope: Scope) -> bool {
        self.0 & (1 << (scope as u8)) != 0
    }

    /// One after the other.
    #[must_use]
    pub fn list(self) -> Vec<Scope> {
        Scope::all().filter(|scope| self.contains(*scope)).collect()
    }
}

/// A row's key in a token.
mod key {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use uuid::Uuid;

    pub(super) fn serialize<K: Into<Uuid> + Copy, S: Serializer>(key: &K, to: S) -> Result<S::Ok, S::Error> {
        Into::<Uuid>::into(*key).serialize(to)
    }

    pub(super) fn deserialize<'de, K: From<Uuid>, D: Deserializer<'de>>(from: D) -> Result<K, D::Error> {
        Uuid::deserialize(from).map(K::from)
    }
}
