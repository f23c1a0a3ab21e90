//! How values are shown: by an ordinary resolver, and in the lane.

use async_graphql::OutputType;
use chrono::{DateTime, NaiveDate, Utc};
use entity::bank_account::BankAccountState;
use entity::commune::CommuneKind;
use entity::declared_figure::{Measure, Qualifier};
use entity::establishment::EstablishmentState;
use entity::establishment_audience::Audience;
use entity::language::Language;
use entity::legal_category::LegalFramework;
use entity::licence_period::LicenceState;
use entity::mandate::Role;
use entity::month::YearMonth;
use entity::partner_agreement::AgreementReach;
use entity::province::ProvinceKind;
use entity::security_event::SecurityEventKind;
use sea_orm::sqlx::Row;
use sea_orm::{QueryResult, TryGetable};

use super::answer::Json;
use super::plan::Parts;
use super::selection::Asked;
use crate::auth::{Right, Scope};
use crate::clock::Date;
use crate::error::Error;

/// A value as GraphQL shows it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value that GraphQL shows",
    note = "an enum is named in `shown_by_name!`, a scalar in `shown_by_text!`, an id in `global!`; an object of several values is a `value!`"
)]
pub trait Shown {
    /// What a resolver returns.
    type As<'a>: OutputType
    where
        Self: 'a;

    /// As a resolver returns it.
    fn shown(&self) -> Self::As<'_>;

    /// What of it is asked for: of a single value nothing; `None` where something is that only a resolver knows.
    #[must_use]
    fn parts(_: &Asked<'_>) -> Option<Parts> {
        Some(Parts::default())
    }

    /// As JSON, so far as it is asked for.
    fn write(&self, parts: &Parts, json: &mut Json);

    /// Writes a single value of a row from where the driver has it, null where there is none; `None` where it is to be made
    /// first.
    #[must_use]
    fn write_raw(_: &QueryResult, _: usize, _: &mut Json) -> Option<Result<(), Error>> {
        None
    }

    /// Writes a single value of a row, null where there is none.
    fn write_cell(row: &QueryResult, place: usize, json: &mut Json) -> Result<(), Error>
    where
        Self: TryGetable,
    {
        if let Some(written) = Self::write_raw(row, place, json) {
            return written;
        }
        match row.try_get_by_index::<Option<Self>>(place)? {
            Some(value) => value.write(&Parts::default(), json),
            None => json.null(),
        }
        Ok(())
    }
}

/// How a value of a row is written.
pub type WriteCell = fn(&QueryResult, usize, &mut Json) -> Result<(), Error>;

/// How the value of a column is written, told by its place in the row's model.
#[must_use]
pub fn cell<M, T: Shown + TryGetable>(_: fn(&M) -> &T) -> WriteCell {
    T::write_cell
}

/// The value of a column, told by its place in the row's model.
pub fn read<M, T: TryGetable>(row: &QueryResult, place: usize, _: fn(&M) -> &T) -> Result<T, Error> {
    Ok(row.try_get_by_index(place)?)
}

impl<T: Shown + 'static> Shown for Option<T> {
    type As<'a> = Option<T::As<'a>>;

    fn shown(&self) -> Self::As<'_> {
        self.as_ref().map(T::shown)
    }

    fn parts(asked: &Asked<'_>) -> Option<Parts> {
        T::parts(asked)
    }

    fn write(&self, parts: &Parts, json: &mut Json) {
        match self {
            Some(value) => value.write(parts, json),
            None => json.null(),
        }
    }

    fn write_raw(row: &QueryResult, place: usize, json: &mut Json) -> Option<Result<(), Error>> {
        T::write_raw(row, place, json)
    }
}

impl<T: Shown + 'static> Shown for Vec<T> {
    type As<'a> = Vec<T::As<'a>>;

    fn shown(&self) -> Self::As<'_> {
        self.iter().map(T::shown).collect()
    }

    fn parts(asked: &Asked<'_>) -> Option<Parts> {
        T::parts(asked)
    }

    fn write(&self, parts: &Parts, json: &mut Json) {
        let mut open = json.open("[");
        for item in self {
            open.next(json);
            item.write(parts, json);
        }
        json.raw("]");
    }
}

impl Shown for String {
    type As<'a> = &'a str;

    fn shown(&self) -> &str {
        self
    }

    fn write(&self, _: &Parts, json: &mut Json) {
        json.text(self);
    }

    fn write_raw(row: &QueryResult, place: usize, json: &mut Json) -> Option<Result<(), Error>> {
        let text: Result<Option<&str>, _> = if let Some(row) = row.try_as_pg_row() {
            row.try_get_unchecked(place)
        } else {
            row.try_as_sqlite_row()?.try_get_unchecked(place)
        };
        match text {
            Ok(Some(text)) => json.text(text),
            Ok(None) => json.null(),
            Err(error) => return Some(Err(Error::internal(error))),
        }
        Some(Ok(()))
    }
}

impl Shown for i32 {
    type As<'a> = i32;

    fn shown(&self) -> i32 {
        *self
    }

    fn write(&self, _: &Parts, json: &mut Json) {
        json.number(*self);
    }
}

impl Shown for bool {
    type As<'a> = bool;

    fn shown(&self) -> bool {
        *self
    }

    fn write(&self, _: &Parts, json: &mut Json) {
        json.truth(*self);
    }
}

impl Shown for NaiveDate {
    type As<'a> = Date;

    fn shown(&self) -> Date {
        Date(*self)
    }

    fn write(&self, parts: &Parts, json: &mut Json) {
        Date(*self).write(parts, json);
    }
}

impl Shown for DateTime<Utc> {
    type As<'a> = Self;

    fn shown(&self) -> Self {
        *self
    }

    fn write(&self, _: &Parts, json: &mut Json) {
        json.plain(self.to_rfc3339());
    }
}

shown_by_text!(Date, YearMonth);

shown_by_name!(
    AgreementReach,
    Audience,
    BankAccountState,
    CommuneKind,
    EstablishmentState,
    Language,
    LegalFramework,
    LicenceState,
    Measure,
    ProvinceKind,
    Qualifier,
    Right,
    Role,
    Scope,
    SecurityEventKind,
);

/// Whether a field of the schema is this field of Rust's: `nameAr` is `name_ar`.
#[must_use]
pub fn is_called(field: &str, rust: &str) -> bool {
    let (mut field, mut rust) = (field.bytes(), rust.bytes());
    loop {
        match (field.next(), rust.next()) {
            (None, None) => return true,
            (Some(one), Some(b'_')) => {
                if rust.next().is_none_or(|other| other.to_ascii_uppercase() != one) {
                    return false;
                }
            }
            (Some(one), Some(other)) if one == other => {}
            _ => return false,
        }
    }
}

/// Enums, shown by the names of their values.
macro_rules! shown_by_name {
    ($($enum:ty),* $(,)?) => {$(
        impl $crate::lane::Shown for $enum {
            type As<'a> = Self;

            fn shown(&self) -> Self {
                *self
            }

            fn write(&self, _: &$crate::lane::Parts, json: &mut $crate::lane::Json) {
                let values = <Self as async_graphql::resolver_utils::EnumType>::items();
                match values.iter().find(|value| value.value == *self) {
                    Some(value) => json.plain(value.name),
                    None => json.null(),
                }
            }
        }
    )*};
}
pub(crate) use shown_by_name;

/// Scalars, shown by their text.
macro_rules! shown_by_text {
    ($($scalar:ty),* $(,)?) => {$(
        impl $crate::lane::Shown for $scalar {
            type As<'a> = Self;

            fn shown(&self) -> Self {
                *self
            }

            fn write(&self, _: &$crate::lane::Parts, json: &mut $crate::lane::Json) {
                json.plain(self);
            }
        }
    )*};
}
pub(crate) use shown_by_text;

/// An object of several values, made in Rust: its type in GraphQL, and how it is written.
macro_rules! value {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident { $( $(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty ),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(async_graphql::SimpleObject)]
        $vis struct $name { $( $(#[$field_meta])* $field_vis $field: $type ),* }

        impl $crate::lane::Shown for $name {
            type As<'a> = &'a Self;

            fn shown(&self) -> &Self {
                self
            }

            fn parts(asked: &$crate::lane::Asked<'_>) -> Option<$crate::lane::Parts> {
                let type_name = <Self as async_graphql::OutputType>::type_name();
                $crate::lane::Parts::of(asked, &type_name, |asked| {
                    let mut place = 0..;
                    $(
                        let at = place.next()?;
                        if $crate::lane::is_called(asked.name(), stringify!($field)) {
                            return Some((at, <$type as $crate::lane::Shown>::parts(asked)?));
                        }
                    )*
                    None
                })
            }

            fn write(&self, parts: &$crate::lane::Parts, json: &mut $crate::lane::Json) {
                parts.write(json, |at, parts, json| {
                    let mut place = 0..;
                    $(
                        if place.next() == Some(at) {
                            return $crate::lane::Shown::write(&self.$field, parts, json);
                        }
                    )*
                });
            }
        }
    };
}
pub(crate) use value;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_called_as_the_schema_calls_them() {
        for (field, rust) in [("id", "id"), ("licenceState", "licence_state"), ("proposedByYou", "proposed_by_you")] {
            assert!(is_called(field, rust), "{field}");
        }
        for (field, rust) in [
            ("licence_state", "licence_state"),
            ("licencestate", "licence_state"),
            ("licenceStat", "licence_state"),
            ("licenceStates", "licence_state"),
            ("", "id"),
        ] {
            assert!(!is_called(field, rust), "{field}");
        }
    }
}
