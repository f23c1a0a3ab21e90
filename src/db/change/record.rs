//! What the write door asks of a table: which slices a row falls into, and its version.

use std::str::FromStr;

use entity::id::{AssociationId, DelegationId, EstablishmentId, StreamId};
use sea_orm::{IntoActiveModel, ModelTrait, TryIntoModel, Value};

use super::super::Keyed;
use super::Personal;
use crate::error::Error;

/// The keys by which a row falls into slices; in the journal, before and after each change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// The delegation.
    pub delegation: Option<DelegationId>,
    /// The association.
    pub association: Option<AssociationId>,
    /// The establishment.
    pub establishment: Option<EstablishmentId>,
}

/// A table whose rows are changed through the door: it has a `version` column.
pub trait Record:
    Keyed<Column: FromStr, Model: IntoActiveModel<Self::ActiveModel> + Send, ActiveModel: TryIntoModel<Self::Model>>
{
    /// The GraphQL type of a row.
    const TYPE: &'static str;

    /// What it says of a person, and of whom: sealed in the journal. `None` where it says nothing of anyone. Required, so
    /// that it is decided for every table.
    const PERSONAL: Option<Personal<Self>>;

    /// The slices a row falls into.
    fn keys(row: &Self::Model) -> Keys;

    /// The stream of a row: its delegation's, or else the national office's.
    fn stream(row: &Self::Model) -> StreamId {
        Self::keys(row).delegation.map_or(StreamId::NATIONAL, StreamId::from)
    }

    /// The version of a row.
    fn version(row: &Self::Model) -> Result<i32, Error> {
        let Value::Int(Some(version)) = row.get(version_column::<Self>()?) else {
            return Err(Error::internal("a version that is no number"));
        };
        Ok(version)
    }
}

pub(super) fn version_column<E: Record>() -> Result<E::Column, Error> {
    E::Column::from_str("version").map_err(|_| Error::internal("a record without a version"))
}

pub(super) fn set_version<E: Record>(row: &mut E::Model, version: i32) -> Result<(), Error> {
    row.set(version_column::<E>()?, version.into());
    Ok(())
}
