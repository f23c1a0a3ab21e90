//! Who asks: a role that always carries the key of its slice.

use std::fmt;

use async_graphql::Enum;
use async_graphql::resolver_utils::EnumType;
use entity::id::{AssociationId, DelegationId, EstablishmentId, RegionalCoordinationId};
use entity::mandate::{self, Role};
use uuid::Uuid;

use super::partner::{PartnerAccess, Scope};

/// The one on whose behalf a request is answered. A role without its slice, "a delegation of nothing", cannot be
/// written. Every rule matches on it without a `_` arm, so that a new kind of viewer stops the build wherever rows are
/// decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Viewer {
    /// The national office: the whole country.
    NationalOffice(NationalRole),
    /// A regional coordination: its delegations.
    Region(RegionalCoordinationId),
    /// A delegation: what stands or has its seat there.
    Delegation(DelegationId, DelegationRole),
    /// An association: itself and its houses.
    Association(AssociationId),
    /// An establishment: itself.
    Establishment(EstablishmentId),
    /// A partner, by a person or a system of its own: what it takes part in, or what an agreement opens.
    Partner(PartnerAccess),
}

/// The roles of the national office.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NationalRole {
    /// Administers accounts and reference data.
    Admin,
    /// Follows the network.
    Officer,
    /// Grants, payments, justifications.
    Finance,
    /// Reads everything and changes nothing.
    Auditor,
    /// Sees that personal data is protected.
    DataProtection,
}

/// The roles inside a delegation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DelegationRole {
    /// Heads it and signs off.
    Head,
    /// Prepares its files.
    Officer,
    /// Follows people.
    SocialWorker,
}

/// What a role may do, by name; rows are decided by the slice, not by a right.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Enum)]
pub enum Right {
    /// Read the network: associations, establishments, and, where they are open to the viewer, licences.
    ReadNetwork,
    /// Read projects.
    ReadProjects,
    /// Read grant lines.
    ReadGrants,
    /// Read declared figures and the annual report of a delegation.
    ReadAnnualReport,
    /// Read the statistics of what lies in the slice, as far as their measures' own rights go.
    ReadStatistics,
    /// Read season returns.
    ReadReturns,
    /// Read the journal of changes.
    ReadJournal,
    /// Keep the register: enter associations and establishments, change establishments.
    KeepNetwork,
    /// Keep the files of associations: names, receipts, bureau; propose their bank accounts.
    KeepAssociations,
    /// Approve or reject a bank account that another person has proposed.
    ApproveBankAccounts,
    /// Take in territorial units.
    KeepTerritory,
    /// Declare figures for one's delegation.
    DeclareFigures,
    /// Fill in the season returns of one's house or houses, and submit them.
    FillReturns,
    /// Validate the season returns of one's delegation, send them back, open them again, and remind houses of them.
    ValidateReturns,
    /// Read accounts and their mandates.
    ReadAccounts,
    /// Invite people, give and take back mandates, reset and deactivate accounts.
    ManageAccounts,
    /// Read the security log.
    ReadSecurityLog,
    /// Enter agreements with partners, and give and take the secrets of their systems.
    KeepAgreements,
    /// Publish releases, and withdraw them.
    PublishReleases,
    /// Read documents: what is said of them, and their files.
    ReadDocuments,
    /// Add documents, change what is said of them, replace and withdraw them.
    ManageDocuments,
    /// Read who works in establishments.
    ReadStaff,
    /// Keep the staff of one's house or houses: record, correct, note that somebody leaves.
    ManageStaff,
    /// Read applications for licences, and what comes after the licence: inspections, formal notices, relocation plans, measures.
    ReadApplications,
    /// Apply for the licences of one's houses: draft, submit, complete, take back.
    ApplyForLicences,
    /// Instruct applications for licences: check, plan and record visits, lay them before the commission, lift reserves.
    InstructApplications,
    /// Say what the regional coordination thinks of applications for licences in its region.
    GiveRegionalOpinions,
    /// Record what the competent authority decided on applications and on measures against licences, issue licences, and lift
    /// suspensions.
    RecordLicenceDecisions,
    /// Inspect the houses of one's delegation, and follow what comes of it: plan and record inspections, serve and follow formal
    /// notices, prepare relocation plans, propose measures against licences.
    InspectHouses,
    /// Approve relocation plans that another person has prepared.
    ApproveRelocationPlans,
    /// Keep what applications for licences must meet: draft, publish and retire rule sets; set public holidays.
    KeepRuleSets,
    /// Read requests for support to create houses.
    ReadCreationSupport,
    /// Ask for one's association for support to create a house: draft, update, submit and withdraw.
    RequestCreationSupport,
    /// Instruct such requests in one's delegation: take up, send back, propose, plan, follow and link.
    InstructCreationSupport,
    /// Decide on such requests that another person has instructed: in a delegation up to what the programme says, at the national
    /// office above.
    DecideCreationSupport,
}

/// A set of rights.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rights(u64);

impl Rights {
    /// Of these.
    #[must_use]
    pub fn of(rights: &[Right]) -> Self {
        Self(rights.iter().fold(0, |all, right| all | 1 << (*right as u64)))
    }

    /// Of their names, parted by blanks; what is no right by now is left out.
    #[must_use]
    pub fn named(names: &str) -> Self {
        let there = Right::items().iter().filter(|right| names.split(' ').any(|name| name == right.name));
        Self::of(&there.map(|right| right.value).collect::<Vec<_>>())
    }

    /// Their names, parted by blanks.
    #[must_use]
    pub fn names(self) -> String {
        let names = Right::items().iter().filter(|right| self.contains(right.value)).map(|right| right.name);
        names.collect::<Vec<_>>().join(" ")
    }

    /// Whether a right is among them.
    #[must_use]
    pub fn contains(self, right: Right) -> bool {
        self.0 & (1 << (right as u64)) != 0
    }

    /// Those that are in both.
    #[must_use]
    pub fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// One after the other.
    #[must_use]
    pub fn list(self) -> Vec<Right> {
        Right::items().iter().map(|right| right.value).filter(|right| self.contains(*right)).collect()
    }
}

/// How wide a slice is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Enum)]
pub enum SliceLevel {
    /// The whole country.
    National,
    /// The delegations of a regional coordination.
    Region,
    /// One delegation.
    Delegation,
    /// One association and its houses.
    Association,
    /// One establishment.
    Establishment,
    /// What one partner takes part in, or what an agreement with it opens.
    Partner,
}

impl Viewer {
    /// The viewer a role makes of the key of its slice; `None` where a slice is needed and missing, or given and not
    /// needed.
    #[must_use]
    pub fn new(role: Role, slice: Option<Uuid>) -> Option<Self> {
        match (role, slice) {
            (Role::NationalAdmin, None) => Some(Self::NationalOffice(NationalRole::Admin)),
            (Role::NationalOfficer, None) => Some(Self::NationalOffice(NationalRole::Officer)),
            (Role::NationalFinance, None) => Some(Self::NationalOffice(NationalRole::Finance)),
            (Role::NationalAuditor, None) => Some(Self::NationalOffice(NationalRole::Auditor)),
            (Role::DataProtectionOfficer, None) => Some(Self::NationalOffice(NationalRole::DataProtection)),
            (Role::RegionalCoordinator, Some(key)) => Some(Self::Region(key.into())),
            (Role::DelegationHead, Some(key)) => Some(Self::Delegation(key.into(), DelegationRole::Head)),
            (Role::DelegationOfficer, Some(key)) => Some(Self::Delegation(key.into(), DelegationRole::Officer)),
            (Role::SocialWorker, Some(key)) => Some(Self::Delegation(key.into(), DelegationRole::SocialWorker)),
            (Role::AssociationManager, Some(key)) => Some(Self::Association(key.into())),
            (Role::EstablishmentDirector, Some(key)) => Some(Self::Establishment(key.into())),
            (Role::Partner, Some(key)) => Some(Self::Partner(PartnerAccess::of_person(key.into()))),
            (
                Role::NationalAdmin
                | Role::NationalOfficer
                | Role::NationalFinance
                | Role::NationalAuditor
                | Role::DataProtectionOfficer,
                Some(_),
            )
            | (
                Role::RegionalCoordinator
                | Role::DelegationHead
                | Role::DelegationOfficer
                | Role::SocialWorker
                | Role::AssociationManager
                | Role::EstablishmentDirector
                | Role::Partner,
                None,
            ) => None,
        }
    }

    /// The viewer a mandate makes, by the key that its role needs; `None` where the row does not carry it, or carries the key
    /// of a slice that its row cannot fall into.
    #[must_use]
    pub fn of_mandate(mandate: &mandate::Model) -> Option<Self> {
        let region = mandate.regional_coordination_id.map(Uuid::from);
        let delegation = mandate.delegation_id.map(Uuid::from);
        let association = mandate.association_id.map(Uuid::from);
        let establishment = mandate.establishment_id.map(Uuid::from);
        let partner = mandate.partner_id.map(Uuid::from);
        let (own_key, others) = match mandate.role {
            Role::NationalAdmin
            | Role::NationalOfficer
            | Role::NationalFinance
            | Role::NationalAuditor
            | Role::DataProtectionOfficer => (None, vec![region, delegation, association, establishment, partner]),
            Role::RegionalCoordinator => (region, vec![delegation, association, establishment, partner]),
            Role::DelegationHead | Role::DelegationOfficer | Role::SocialWorker => {
                (delegation, vec![region, association, establishment, partner])
            }
            Role::AssociationManager => (association, vec![region, establishment, partner]),
            Role::EstablishmentDirector => (establishment, vec![region, partner]),
            Role::Partner => (partner, vec![region, delegation, association, establishment]),
        };
        if others.iter().any(Option::is_some) {
            return None;
        }
        Self::new(mandate.role, own_key)
    }

    /// The role.
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Self::NationalOffice(NationalRole::Admin) => Role::NationalAdmin,
            Self::NationalOffice(NationalRole::Officer) => Role::NationalOfficer,
            Self::NationalOffice(NationalRole::Finance) => Role::NationalFinance,
            Self::NationalOffice(NationalRole::Auditor) => Role::NationalAuditor,
            Self::NationalOffice(NationalRole::DataProtection) => Role::DataProtectionOfficer,
            Self::Region(_) => Role::RegionalCoordinator,
            Self::Delegation(_, DelegationRole::Head) => Role::DelegationHead,
            Self::Delegation(_, DelegationRole::Officer) => Role::DelegationOfficer,
            Self::Delegation(_, DelegationRole::SocialWorker) => Role::SocialWorker,
            Self::Association(_) => Role::AssociationManager,
            Self::Establishment(_) => Role::EstablishmentDirector,
            Self::Partner(_) => Role::Partner,
        }
    }

    /// The key of its slice; `None` for the national office.
    #[must_use]
    pub fn slice_key(self) -> Option<Uuid> {
        match self {
            Self::NationalOffice(_) => None,
            Self::Region(id) => Some(id.0),
            Self::Delegation(id, _) => Some(id.0),
            Self::Association(id) => Some(id.0),
            Self::Establishment(id) => Some(id.0),
            Self::Partner(access) => Some(access.partner.0),
        }
    }

    /// How wide its slice is.
    #[must_use]
    pub fn slice_level(self) -> SliceLevel {
        match self {
            Self::NationalOffice(_) => SliceLevel::National,
            Self::Region(_) => SliceLevel::Region,
            Self::Delegation(..) => SliceLevel::Delegation,
            Self::Association(_) => SliceLevel::Association,
            Self::Establishment(_) => SliceLevel::Establishment,
            Self::Partner(_) => SliceLevel::Partner,
        }
    }

    /// What it may do.
    #[must_use]
    pub fn rights(self) -> Rights {
        Rights::of(self.rights_of_role())
    }

    #[expect(clippy::too_many_lines, reason = "a table")]
    fn rights_of_role(self) -> &'static [Right] {
        use Right::{
            ApplyForLicences, ApproveBankAccounts, ApproveRelocationPlans, DecideCreationSupport, DeclareFigures,
            FillReturns, GiveRegionalOpinions, InspectHouses, InstructApplications, InstructCreationSupport,
            KeepAgreements, KeepAssociations, KeepNetwork, KeepRuleSets, KeepTerritory, ManageAccounts,
            ManageDocuments, ManageStaff, PublishReleases, ReadAccounts, ReadAnnualReport, ReadApplications,
            ReadCreationSupport, ReadDocuments, ReadGrants, ReadJournal, ReadNetwork, ReadProjects, ReadReturns,
            ReadSecurityLog, ReadStaff, ReadStatistics, RecordLicenceDecisions, RequestCreationSupport,
            ValidateReturns,
        };
        match self {
            Self::NationalOffice(NationalRole::Admin) => &[
                ReadNetwork,
                ReadProjects,
                ReadGrants,
                ReadAnnualReport,
                ReadStatistics,
                ReadReturns,
                KeepNetwork,
                KeepAssociations,
                ApproveBankAccounts,
                KeepTerritory,
                ReadAccounts,
                ManageAccounts,
                ReadSecurityLog,
                KeepAgreements,
                PublishReleases,
                ReadDocuments,
                ReadStaff,
                ReadApplications,
                RecordLicenceDecisions,
                KeepRuleSets,
                ReadCreationSupport,
            ],
            Self::NationalOffice(NationalRole::Officer) => &[
                ReadNetwork,
                ReadProjects,
                ReadGrants,
                ReadAnnualReport,
                ReadStatistics,
                ReadReturns,
                PublishReleases,
                ReadDocuments,
                ReadStaff,
                ReadApplications,
                RecordLicenceDecisions,
                KeepRuleSets,
                ReadCreationSupport,
                DecideCreationSupport,
            ],
            Self::NationalOffice(NationalRole::Auditor) => &[
                ReadNetwork,
                ReadProjects,
                ReadGrants,
                ReadAnnualReport,
                ReadStatistics,
                ReadReturns,
                ReadJournal,
                ReadAccounts,
                ReadSecurityLog,
                ReadDocuments,
                ReadStaff,
                ReadApplications,
                ReadCreationSupport,
            ],
            Self::Delegation(_, DelegationRole::Head) => &[
                ReadNetwork,
                ReadProjects,
                ReadGrants,
                ReadAnnualReport,
                ReadStatistics,
                ReadReturns,
                ReadJournal,
                KeepNetwork,
                KeepAssociations,
                ApproveBankAccounts,
                DeclareFigures,
                ValidateReturns,
                ReadAccounts,
                ManageAccounts,
                ReadDocuments,
                ManageDocuments,
                ReadStaff,
                ManageStaff,
                ReadApplications,
                ApplyForLicences,
                InstructApplications,
                ReadCreationSupport,
                InstructCreationSupport,
                DecideCreationSupport,
                InspectHouses,
                ApproveRelocationPlans,
            ],
            Self::Delegation(_, DelegationRole::Officer) => &[
                ReadNetwork,
                ReadProjects,
                ReadGrants,
                ReadAnnualReport,
                ReadStatistics,
                ReadReturns,
                KeepNetwork,
                KeepAssociations,
                DeclareFigures,
                ValidateReturns,
                ReadDocuments,
                ManageDocuments,
                ReadStaff,
                ManageStaff,
                ReadApplications,
                ApplyForLicences,
                InstructApplications,
                ReadCreationSupport,
                InstructCreationSupport,
                InspectHouses,
            ],
            Self::Region(_) => &[
                ReadNetwork,
                ReadProjects,
                ReadGrants,
                ReadAnnualReport,
                ReadStatistics,
                ReadReturns,
                ReadDocuments,
                ReadStaff,
                ReadApplications,
                GiveRegionalOpinions,
                ReadCreationSupport,
            ],
            Self::NationalOffice(NationalRole::Finance | NationalRole::DataProtection) => &[
                ReadNetwork,
                ReadProjects,
                ReadGrants,
                ReadAnnualReport,
                ReadStatistics,
                ReadReturns,
                ReadDocuments,
                ReadStaff,
                ReadApplications,
                ReadCreationSupport,
            ],
            Self::Delegation(_, DelegationRole::SocialWorker) => {
                &[ReadNetwork, ReadProjects, ReadGrants, ReadAnnualReport, ReadStatistics]
            }
            Self::Association(_) => &[
                ReadNetwork,
                ReadProjects,
                ReadGrants,
                ReadStatistics,
                ReadReturns,
                KeepAssociations,
                FillReturns,
                ReadAccounts,
                ManageAccounts,
                ReadDocuments,
                ManageDocuments,
                ReadStaff,
                ManageStaff,
                ReadApplications,
                ApplyForLicences,
                ReadCreationSupport,
                RequestCreationSupport,
            ],
            Self::Establishment(_) => &[
                ReadNetwork,
                ReadProjects,
                ReadStatistics,
                ReadReturns,
                FillReturns,
                ReadDocuments,
                ManageDocuments,
                ReadStaff,
                ManageStaff,
                ReadApplications,
            ],
            Self::Partner(access) => {
                match (access.reads(Scope::EstablishmentsRead), access.reads(Scope::ProjectsRead)) {
                    (true, true) => &[ReadNetwork, ReadProjects],
                    (true, false) => &[ReadNetwork],
                    (false, true) => &[ReadProjects],
                    (false, false) => &[],
                }
            }
        }
    }
}

/// Named in logs by its role and slice, which are no personal data.
impl fmt::Display for Viewer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.slice_key() {
            Some(key) => write!(f, "{:?} of {key}", self.role()),
            None => write!(f, "{:?}", self.role()),
        }
    }
}
