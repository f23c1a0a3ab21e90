//! Global ids: what clients hold in their hands. Opaque to them; to us, the type and the key of a row.

use std::borrow::Cow;

use async_graphql::registry::Registry;
use async_graphql::{ID, InputType, InputValueResult, Value};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::id::{
    AccountId, ApiClientId, ApiClientSecretId, AssociationId, BankAccountId, BureauRenewalId, CercleId, CommuneId,
    CreationSupportId, DeclaredFigureId, DelegationId, DocumentId, DocumentUploadId, EstablishmentId, FormalNoticeId,
    GrantLineId, ImportId, InspectionId, JobId, LicenceApplicationId, LicenceMeasureId, LicencePeriodId, MandateId,
    NoticeId, PartnerAgreementId, PartnerId, ProgrammeId, ProjectId, ProvinceId, PublicHolidayId, RegionId,
    RegionalCoordinationId, ReleaseId, RelocationPlanId, ReturnTemplateId, RuleSetId, SeasonReturnId, SessionId,
    StaffMemberId, TerritoryImportId,
};
use uuid::Uuid;

use crate::error::{Error, Mistake, UserErrorCode};
use crate::lane::{Json, Parts, Shown};
use crate::text::Message;

/// A key that has a global form.
pub trait Global: From<Uuid> + Into<Uuid> + Copy + Send + Sync {
    /// The GraphQL type it identifies.
    const TYPE: &'static str;

    /// The global form.
    fn global(self) -> ID {
        let mut id = String::new();
        self.write_into(|part| id.push_str(part));
        ID(id)
    }

    /// Writes the global form, part by part.
    fn write_into(self, mut write: impl FnMut(&str)) {
        let key: Uuid = self.into();
        let mut encoded = [0; 22];
        let length = URL_SAFE_NO_PAD.encode_slice(key.as_bytes(), &mut encoded).unwrap_or_default();
        write(Self::TYPE);
        write("_");
        write(encoded.get(..length).and_then(|encoded| str::from_utf8(encoded).ok()).unwrap_or_default());
    }

    /// Reads the global form; `None` for anything that is not one, the id of another type included.
    #[must_use]
    fn from_global(id: &str) -> Option<Self> {
        let key = id.strip_prefix(Self::TYPE)?.strip_prefix('_')?;
        let key = URL_SAFE_NO_PAD.decode(key).ok()?;
        Some(Uuid::from_slice(&key).ok()?.into())
    }
}

/// The global form of a key, of which the type is known by its name alone.
#[must_use]
pub fn global_of(type_name: &str, key: Uuid) -> String {
    format!("{type_name}_{}", URL_SAFE_NO_PAD.encode(key.as_bytes()))
}

macro_rules! global {
    ($($id:ident => $name:literal),* $(,)?) => {$(
        impl Global for $id {
            const TYPE: &'static str = $name;
        }

        impl Shown for $id {
            type As<'a> = ID;

            fn shown(&self) -> ID {
                self.global()
            }

            fn write(&self, _: &Parts, json: &mut Json) {
                json.raw("\"");
                self.write_into(|part| json.raw(part));
                json.raw("\"");
            }
        }
    )*};
}

global! {
    RegionId => "Region",
    ProvinceId => "Province",
    CercleId => "Cercle",
    CommuneId => "Commune",
    RegionalCoordinationId => "RegionalCoordination",
    DelegationId => "Delegation",
    AssociationId => "Association",
    BureauRenewalId => "BureauRenewal",
    EstablishmentId => "Establishment",
    LicencePeriodId => "LicencePeriod",
    LicenceApplicationId => "LicenceApplication",
    InspectionId => "Inspection",
    FormalNoticeId => "FormalNotice",
    LicenceMeasureId => "LicenceMeasure",
    RelocationPlanId => "RelocationPlan",
    DeclaredFigureId => "DeclaredFigure",
    ReturnTemplateId => "ReturnTemplate",
    RuleSetId => "RuleSet",
    PublicHolidayId => "PublicHoliday",
    SeasonReturnId => "SeasonReturn",
    StaffMemberId => "StaffMember",
    DocumentId => "Document",
    DocumentUploadId => "DocumentUpload",
    ProgrammeId => "Programme",
    GrantLineId => "GrantLine",
    BankAccountId => "BankAccount",
    AccountId => "Account",
    MandateId => "Mandate",
    SessionId => "Session",
    JobId => "Job",
    NoticeId => "Notice",
    TerritoryImportId => "TerritoryImport",
    ImportId => "Import",
    PartnerId => "Partner",
    ProjectId => "Project",
    CreationSupportId => "CreationSupport",
    PartnerAgreementId => "PartnerAgreement",
    ApiClientId => "ApiClient",
    ApiClientSecretId => "ApiClientSecret",
    ReleaseId => "Release",
}

/// An `ID` argument that must identify a `T`.
#[derive(Clone, Debug)]
pub struct IdOf<T>(String, Option<T>);

impl<T: Global> IdOf<T> {
    /// From the text of an id, whatever it is of.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self(id.to_owned(), T::from_global(id))
    }

    /// The key, or the error that says which kind of id was expected.
    pub fn key(&self) -> Result<T, Error> {
        self.1.ok_or_else(|| malformed(&self.0, T::TYPE))
    }
}

impl<T: Global> IdOf<T> {
    /// The key, or the mistake at its place in a mutation's input.
    pub fn key_at(&self, path: &str) -> Result<T, Mistake> {
        self.1.ok_or_else(|| Mistake::new(UserErrorCode::Invalid, message(&self.0, T::TYPE), path))
    }
}

/// The error of an id that is no id of a `type_name` (`any` where every type would do).
#[must_use]
pub fn malformed(id: &str, type_name: &str) -> Error {
    Error::BadUserInput(message(id, type_name))
}

fn message(id: &str, type_name: &str) -> Message {
    let shown: String = id.chars().take(64).collect();
    Message::new("id-malformed").with("id", shown).with("type", type_name)
}

/// In the schema it is an `ID` like any other.
impl<T: Global> InputType for IdOf<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let ID(id) = <ID as InputType>::parse(value).map_err(async_graphql::InputValueError::propagate)?;
        Ok(Self::of(&id))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_back_and_only_as_its_own_type() {
        let id = DelegationId(Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef));
        assert_eq!(id.global().0, "Delegation_ASNFZ4mrze8BI0VniavN7w"); // base64url by hand: printf … | basenc --base64url
        assert_eq!(DelegationId::from_global(&id.global()), Some(id));
        assert_eq!(AssociationId::from_global(&id.global()), None);
        for wrong in ["", "Delegation", "Delegation_", "Delegation_ASNF", "Delegation_ASNFZ4mrze8BI0VniavN7w=", "x_y"] {
            assert_eq!(DelegationId::from_global(wrong), None, "{wrong}");
        }
    }
}
