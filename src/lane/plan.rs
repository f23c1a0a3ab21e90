//! A plan: what is read, and how it is written.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use derive_where::derive_where;
use sea_orm::QueryResult;
use sea_orm::sqlx::{Row, ValueRef};

use super::answer::Json;
use super::selection::{Asked, Selection};
use super::shown::WriteCell;
use crate::db::{Families, Parents, Reading, Scoped, ScopedSelect, Under};
use crate::error::Error;

/// What is read for a root field.
#[derive(Debug)]
pub struct Plan {
    pub(super) reading: Reading,
    pub(super) families: Vec<Family>,
}

/// How the rows of a family are read.
pub type ReadFamily = Box<dyn for<'a> FnOnce(Parents<'a>, Reading) -> Under<'a, Families> + Send>;

/// Rows that belong to the rows of a plan: a plan of their own.
pub(super) struct Family {
    /// Where the keys of their parents stand.
    pub(super) key: usize,
    pub(super) plan: Plan,
    pub(super) read: ReadFamily,
}

/// What was read.
#[derive(Debug)]
pub struct Filled {
    /// The rows, in order.
    pub rows: Vec<QueryResult>,
    families: Vec<FilledFamily>,
}

#[derive(Debug)]
struct FilledFamily {
    of: Vec<Arc<[usize]>>,
    filled: Filled,
}

impl Filled {
    /// The rows of a family, and which of them belong to a row.
    pub fn family(&self, family: usize, row: usize) -> Result<(&Self, &[usize]), Error> {
        let FilledFamily { of, filled } =
            self.families.get(family).ok_or_else(|| Error::internal("a family without rows"))?;
        let own = of.get(row).ok_or_else(|| Error::internal("a row without its family"))?;
        Ok((filled, own))
    }
}

/// Writes something of a row.
pub trait WriteRow: fmt::Debug + Send + Sync {
    /// Writes it.
    fn write_row(&self, filled: &Filled, at: usize, json: &mut Json) -> Result<(), Error>;
}

impl Plan {
    /// Reads it of the rows of a select; where they are ranked, the rank is the last value of a row.
    pub async fn read<E: Scoped>(self, select: ScopedSelect<E>) -> Result<Filled, Error> {
        let rows = select.read(self.reading).await?;
        fill(rows, self.families).await
    }

    /// The same of so many rows at most, and whether there are more.
    pub async fn read_most<E: Scoped>(self, select: ScopedSelect<E>, most: u32) -> Result<(Filled, bool), Error> {
        let mut rows = select.limit(u64::from(most) + 1).read(self.reading).await?;
        let more = rows.len() > most as usize;
        rows.truncate(most as usize);
        Ok((fill(rows, self.families).await?, more))
    }

    /// How many values a row has, without its rank.
    #[must_use]
    pub fn width(&self) -> usize {
        self.reading.width()
    }
}

fn fill(rows: Vec<QueryResult>, families: Vec<Family>) -> Under<'static, Filled> {
    Box::pin(async move {
        let mut filled = Vec::with_capacity(families.len());
        for Family { key, plan, read } in families {
            let Families { rows, of } = read(Parents { rows: &rows, key }, plan.reading).await?;
            filled.push(FilledFamily { of, filled: fill(rows, plan.families).await? });
        }
        Ok(Filled { rows, families: filled })
    })
}

/// How a field is written.
#[derive(Debug)]
pub enum Step {
    /// A value of the row.
    Cell {
        /// Where it stands.
        place: usize,
        /// How it is written.
        write: WriteCell,
    },
    /// A text of the row, or the other one where there is none.
    Either([usize; 2]),
    /// A value made of values of the row.
    Made {
        /// Where they stand.
        places: Vec<usize>,
        /// What of it is asked for.
        parts: Parts,
        /// How it is made and written.
        write: WriteMade,
    },
    /// An object of the same row.
    Group(Object),
    /// The object that the row points to; null where the key is.
    One {
        /// Where its key stands.
        key: usize,
        /// What is asked of it.
        object: Object,
    },
    /// Something else that is made of the rows of a plan.
    Other(Box<dyn WriteRow>),
    /// Rows that belong to this one.
    Many {
        /// Which of the plan's families.
        family: usize,
        /// What is asked of each.
        item: Box<Step>,
        /// The place of a key without which one is left out.
        present: Option<usize>,
    },
}

/// How a value is made of values of a row.
pub(super) type WriteMade = fn(&QueryResult, &[usize], &Parts, &mut Json) -> Result<(), Error>;

/// What is asked of the rows of a noun.
pub type Object = Fields<Step>;

/// What is asked of an object of several values that is made in Rust: the places of its fields. Of a single value, nothing.
#[derive(Debug, Default)]
pub struct Parts(pub(super) Fields<(usize, Parts)>);

/// The fields that are asked of an object, each with the key of its answer, in the order of the document.
#[derive(Debug)]
#[derive_where(Default)]
pub struct Fields<S>(Vec<(String, Field<S>)>);

#[derive(Debug)]
enum Field<S> {
    /// The type's name.
    Typename(String),
    /// Any other.
    Asked(S),
}

impl<S> Fields<S> {
    /// What is asked of an object of a type; `None` where there is a field for which `field` has nothing.
    pub fn of(
        selection: &Selection<'_>,
        type_name: &str,
        mut field: impl FnMut(&Asked<'_>) -> Option<S>,
    ) -> Option<Self> {
        let fields = selection.fields(type_name)?.into_iter().map(|asked| {
            // Names of GraphQL need no escaping.
            let key = format!("\"{}\":", asked.key);
            let field = if asked.name() == "__typename" {
                Field::Typename(format!("\"{type_name}\""))
            } else {
                Field::Asked(field(&asked)?)
            };
            Some((key, field))
        });
        fields.collect::<Option<_>>().map(Self)
    }

    /// The fields, without the type's name.
    pub fn asked(&self) -> impl Iterator<Item = &S> {
        self.0.iter().filter_map(|(_, field)| match field {
            Field::Typename(_) => None,
            Field::Asked(field) => Some(field),
        })
    }

    /// Writes the object, each field by `write`.
    pub fn write<X>(&self, json: &mut Json, mut write: impl FnMut(&S, &mut Json) -> Result<(), X>) -> Result<(), X> {
        let mut open = json.open("{");
        for (key, field) in &self.0 {
            open.next(json);
            json.raw(key);
            match field {
                Field::Typename(name) => json.raw(name),
                Field::Asked(field) => write(field, json)?,
            }
        }
        json.raw("}");
        Ok(())
    }
}

impl Parts {
    /// Writes the object, each field by what writes the field at a place.
    pub fn write(&self, json: &mut Json, write: impl Fn(usize, &Self, &mut Json)) {
        let _: Result<(), Infallible> = self.0.write(json, |(place, parts), json| {
            write(*place, parts, json);
            Ok(())
        });
    }

    /// What is asked of an object of a type, whose fields have their places.
    pub fn of(asked: &Asked<'_>, type_name: &str, place: impl Fn(&Asked<'_>) -> Option<(usize, Self)>) -> Option<Self> {
        Fields::of(&asked.within(), type_name, place).map(Self)
    }
}

impl Object {
    /// Writes it of a row.
    pub fn write_row(&self, filled: &Filled, at: usize, json: &mut Json) -> Result<(), Error> {
        self.write(json, |step, json| step.write(filled, at, json))
    }
}

impl Step {
    /// Writes it of a row.
    pub fn write(&self, filled: &Filled, at: usize, json: &mut Json) -> Result<(), Error> {
        let row = filled.rows.get(at).ok_or_else(|| Error::internal("a row that was not read"))?;
        match self {
            Self::Cell { place, write } => write(row, *place, json)?,
            Self::Either([one, other]) => {
                let text: Option<String> = row.try_get_by_index(*one)?;
                let text =
                    text.map_or_else(|| row.try_get_by_index::<Option<String>>(*other), |text| Ok(Some(text)))?;
                json.text(&text.unwrap_or_default());
            }
            Self::Made { places, parts, write } => write(row, places, parts, json)?,
            Self::Group(object) => object.write_row(filled, at, json)?,
            Self::One { key, object } => {
                if is_there(row, *key)? {
                    object.write_row(filled, at, json)?;
                } else {
                    json.null();
                }
            }
            Self::Other(other) => other.write_row(filled, at, json)?,
            Self::Many { family, item, present } => {
                let (family, own) = filled.family(*family, at)?;
                let mut open = json.open("[");
                for child in own {
                    if let (Some(key), Some(row)) = (present, family.rows.get(*child))
                        && !is_there(row, *key)?
                    {
                        continue;
                    }
                    json.fits()?;
                    open.next(json);
                    item.write(family, *child, json)?;
                }
                json.raw("]");
            }
        }
        Ok(())
    }
}

fn is_there(row: &QueryResult, place: usize) -> Result<bool, Error> {
    let null = if let Some(row) = row.try_as_pg_row() {
        row.try_get_raw(place).map(|value| value.is_null())
    } else if let Some(row) = row.try_as_sqlite_row() {
        row.try_get_raw(place).map(|value| value.is_null())
    } else {
        return Err(Error::internal("a row of an unknown database"));
    };
    null.map(|null| !null).map_err(Error::internal)
}

impl fmt::Debug for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Family({:?})", self.plan)
    }
}
