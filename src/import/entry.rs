//! What lines become: rows, once they are entered. Between reading and entering it stands with its line.

use chrono::NaiveDate;
use entity::association;
use entity::declared_figure::{self, Measure, Qualifier};
use entity::establishment::{self, EstablishmentState};
use entity::id::{
    AssociationId, CommuneId, DeclaredFigureId, DelegationId, EstablishmentId, ImportPartId, LicencePeriodId,
};
use entity::legal_category::LegalFramework;
use entity::licence_period::{self, LicenceState};
use entity::month::YearMonth;
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::Error;
use crate::licence::number_of;

/// What a line becomes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub(super) enum Entry {
    /// An association.
    Association(Association),
    /// An establishment.
    Establishment(Box<Establishment>),
    /// A declared figure.
    DeclaredFigure(Figure),
}

/// An association, as a list tells of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Association {
    pub(super) id: Uuid,
    pub(super) name_ar: Option<String>,
    pub(super) name_fr: Option<String>,
    pub(super) commune: Option<Uuid>,
    pub(super) provisional: (Option<String>, Option<NaiveDate>),
    pub(super) last: (Option<String>, Option<NaiveDate>),
    pub(super) bureau: (Option<NaiveDate>, Option<NaiveDate>),
}

/// An establishment, as a list tells of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Establishment {
    pub(super) id: Uuid,
    pub(super) kind_code: String,
    pub(super) name_ar: Option<String>,
    pub(super) name_fr: Option<String>,
    pub(super) commune: Uuid,
    pub(super) association: Option<Uuid>,
    /// The association, where this line is the first to name it.
    pub(super) opens: Option<Box<Association>>,
    pub(super) total: Option<i32>,
    pub(super) female: Option<i32>,
    pub(super) male: Option<i32>,
    pub(super) present: Option<i32>,
    pub(super) opened_on: Option<NaiveDate>,
    pub(super) licence: Option<Licence>,
}

/// The state of a licence, as a list tells of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Licence {
    pub(super) id: Uuid,
    pub(super) state: String,
    pub(super) framework: Option<String>,
    pub(super) number: Option<String>,
    pub(super) starts_on: NaiveDate,
}

/// A declared figure, as a list tells of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Figure {
    pub(super) id: Uuid,
    pub(super) measure: String,
    pub(super) value: i64,
    pub(super) qualifier: String,
    pub(super) year: i32,
    pub(super) month: u32,
    pub(super) source: String,
}

impl Entry {
    /// Rows that it becomes, with those that belong to it.
    pub(super) fn rows(&self) -> usize {
        match self {
            Self::Association(_) | Self::DeclaredFigure(_) => 1,
            Self::Establishment(house) => 1 + usize::from(house.licence.is_some()),
        }
    }
}

impl Association {
    pub(super) fn row(&self, delegation_id: DelegationId, part: ImportPartId) -> association::Model {
        association::Model {
            id: AssociationId(self.id),
            delegation_id,
            commune_id: self.commune.map(CommuneId),
            name_ar: self.name_ar.clone(),
            name_fr: self.name_fr.clone(),
            provisional_receipt_number: self.provisional.0.clone(),
            provisional_receipt_on: self.provisional.1,
            final_receipt_number: self.last.0.clone(),
            final_receipt_on: self.last.1,
            bureau_elected_on: self.bureau.0,
            bureau_mandate_ends_on: self.bureau.1,
            bank_account_id: None,
            import_part_id: Some(part),
            demonstration: false,
            version: 1,
        }
    }
}

impl Establishment {
    pub(super) fn row(
        &self,
        delegation_id: DelegationId,
        reference: String,
        part: ImportPartId,
    ) -> establishment::Model {
        establishment::Model {
            id: EstablishmentId(self.id),
            delegation_id,
            association_id: self.association.map(AssociationId),
            parent_id: None,
            commune_id: CommuneId(self.commune),
            kind_code: self.kind_code.clone(),
            legal_category_code: None,
            reference,
            name_ar: self.name_ar.clone(),
            name_fr: self.name_fr.clone(),
            state: EstablishmentState::Open,
            capacity_total: self.total,
            capacity_female: self.female,
            capacity_male: self.male,
            opened_on: self.opened_on,
            closed_on: None,
            present_declared: self.present,
            import_part_id: Some(part),
            demonstration: false,
            version: 1,
        }
    }

    /// The state of its licence, where the list tells one.
    pub(super) fn licence_row(
        &self,
        delegation_id: DelegationId,
        part: ImportPartId,
    ) -> Result<Option<licence_period::Model>, Error> {
        let Some(licence) = &self.licence else { return Ok(None) };
        let framework = licence.framework.as_ref().map(LegalFramework::try_from_value);
        let state = LicenceState::try_from_value(&licence.state)?;
        Ok(Some(licence_period::Model {
            id: LicencePeriodId(licence.id),
            establishment_id: EstablishmentId(self.id),
            delegation_id,
            association_id: self.association.map(AssociationId),
            state,
            framework: framework.transpose()?,
            decision_number: licence.number.clone(),
            authority_code: None,
            decided_on: None,
            capacity_total: None,
            capacity_female: None,
            capacity_male: None,
            legal_category_code: None,
            commune_id: None,
            manager_id: None,
            application_id: None,
            public_number: (state == LicenceState::Licensed).then(|| number_of(LicencePeriodId(licence.id))),
            starts_on: licence.starts_on,
            ends_on: None,
            import_part_id: Some(part),
            demonstration: false,
            version: 1,
        }))
    }
}

impl Figure {
    pub(super) fn row(&self, delegation_id: DelegationId, part: ImportPartId) -> Result<declared_figure::Model, Error> {
        Ok(declared_figure::Model {
            id: DeclaredFigureId(self.id),
            delegation_id,
            measure: Measure::try_from_value(&self.measure)?,
            value: self.value,
            qualifier: Qualifier::try_from_value(&self.qualifier)?,
            as_of: YearMonth::try_new(self.year, self.month).ok_or_else(|| Error::internal("no month"))?,
            source: self.source.clone(),
            import_part_id: Some(part),
            demonstration: false,
            version: 1,
        })
    }
}
