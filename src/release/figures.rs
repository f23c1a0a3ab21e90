//! Where the figures of a release come from, and what its tables are broken down by.

use std::collections::BTreeMap;

use entity::counter::{Boundaries, Cube, Level, Measure};
use entity::licence_period::LicenceState;
use entity::month::YearMonth;
use entity::{delegation, establishment_kind, province, region, return_band};
use sea_orm::sea_query::{Condition, Order};

use super::definition::{Breakdown, CAPACITY, CLOSED, Definition, ESTABLISHMENTS, LICENSED, Nature, OPENED, PEOPLE};
use super::table::{ALL, About, Category, Dimension, Name, Trilingual, figure};
use crate::db::counter as counted;
use crate::db::figures::{By, Moments, Question, Sums};
use crate::db::{ScopedDb, ScopedSelect};
use crate::error::Error;
use crate::statistics::{StatisticsPeriod, last_balance};

const PLACE: &str = "place";
const KIND: &str = "kind";
const LICENCE: &str = "licence";
const SEX: &str = "sex";
const BAND: &str = "band";
/// Of a house without a licence and without an application; of what is not kept apart.
const WITHOUT: &str = "NONE";

/// So many, at the finest categories of each dimension that is kept of the measure; all others are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finest {
    measure: &'static str,
    /// The code of a delegation.
    place: String,
    /// The code of a wide kind.
    kind: String,
    /// The state of the licence.
    licence: String,
    sex: String,
    /// The code of an age band or level of school.
    band: String,
}

/// The figures as of a month, at their finest, from the counters. This is all that releases know of where figures come from.
///
/// What the tables show is added up from these, so that totals agree with their parts and one table with another, also
/// while the register is changed.
pub(super) async fn figures(db: &ScopedDb, as_of: YearMonth) -> Result<BTreeMap<Finest, i64>, Error> {
    let places: BTreeMap<_, _> =
        db.find::<delegation::Entity>().all().await?.into_iter().map(|row| (row.id.0.to_string(), row.code)).collect();
    let reported = latest_reported(db, as_of).await?;
    let (kind, licence) = (By::WideKind, By::Dimension(counted::Dimension::Licence));
    let (sex, band) = (By::Dimension(counted::Dimension::Sex), By::Dimension(counted::Dimension::Band));
    let asked = [
        (ESTABLISHMENTS, Measure::Establishments, Cube::KindLicence, vec![kind, licence], Some(as_of)),
        (CAPACITY, Measure::Capacity, Cube::KindSex, vec![kind], Some(as_of)),
        (OPENED, Measure::EstablishmentsOpened, Cube::Kind, vec![kind], Some(as_of)),
        (CLOSED, Measure::EstablishmentsClosed, Cube::Kind, vec![kind], Some(as_of)),
        (LICENSED, Measure::LicencesGranted, Cube::Kind, vec![kind], Some(as_of)),
        (PEOPLE, Measure::PeopleServed, Cube::SexBand, vec![sex, band], reported),
    ];
    let mut figures = BTreeMap::new();
    for (name, measure, cube, by, month) in asked {
        let Some(month) = month else { continue };
        let by = [vec![By::Delegation], by].concat();
        for sum in db.figures(&question(db, measure, cube, by.clone(), vec![(month, month)]).await?).await? {
            let mut finest = Finest { measure: name, ..Finest::default() };
            for (by, key) in by.iter().zip(sum.group) {
                match by {
                    By::Delegation => finest.place = places.get(&key).cloned().unwrap_or_default(),
                    By::WideKind => finest.kind = key,
                    By::Dimension(counted::Dimension::Sex) => finest.sex = or_none(key),
                    By::Dimension(counted::Dimension::Band) => finest.band = or_none(key),
                    By::Dimension(_) => finest.licence = or_none(key),
                    By::Region | By::Province | By::Association | By::Establishment => {}
                }
            }
            *figures.entry(finest).or_default() += sum.value;
        }
    }
    Ok(figures)
}

fn or_none(key: String) -> String {
    if key.is_empty() { WITHOUT.to_owned() } else { key }
}

async fn question(
    db: &ScopedDb,
    measure: Measure,
    cube: Cube,
    by: Vec<By>,
    spans: Vec<(YearMonth, YearMonth)>,
) -> Result<Question, Error> {
    let first = spans.first().ok_or_else(|| Error::internal("figures of no time"))?.1;
    let balance = last_balance(db, None, first).await?;
    let sums = vec![Sums { measures: vec![measure], cube, split: None, met: Condition::all() }];
    let moments = Moments { spans, known: None, balance };
    Ok(Question { sums, level: Level::Delegation, boundaries: Boundaries::Current, by, moments })
}

/// The last month up to one, two years back at most, of which houses have reported: a season is reported when it is over.
async fn latest_reported(db: &ScopedDb, as_of: YearMonth) -> Result<Option<YearMonth>, Error> {
    const MONTHS: usize = 24;
    let spans = StatisticsPeriod::Month.spans(as_of, MONTHS).ok_or_else(|| Error::internal("months before all"))?;
    let asked = question(db, Measure::Returns, Cube::Kind, Vec::new(), spans.clone()).await?;
    let mut grown = [0; MONTHS];
    for sum in db.figures(&asked).await? {
        grown[sum.span] += sum.value;
    }
    let there = grown.iter().scan(0, |there, grown| {
        *there += grown;
        Some(*there)
    });
    Ok(there.zip(spans).filter(|(houses, _)| *houses > 0).map(|(_, (_, month))| month).last())
}

/// Adds up: the value of each figure that a table shows.
pub(super) fn add_up(table: &About, places: &Dimension, figures: &BTreeMap<Finest, i64>) -> BTreeMap<String, i64> {
    let mut sums: BTreeMap<String, i64> = table.cells().iter().map(|cell| (table.figure(cell), 0)).collect();
    let above =
        |code: &str| places.categories.iter().find(|place| place.code == code).and_then(|place| place.parent.clone());
    for (finest, value) in figures.iter().filter(|(finest, _)| finest.measure == table.measure) {
        // The code under each dimension, and those that it is a part of.
        let codes = |dimension: &Dimension| match dimension.code.as_str() {
            PLACE => std::iter::successors(Some(finest.place.clone()), |code| above(code)).collect(),
            KIND => vec![finest.kind.clone(), ALL.to_owned()],
            SEX => vec![finest.sex.clone(), ALL.to_owned()],
            BAND => vec![finest.band.clone(), ALL.to_owned()],
            _ => vec![finest.licence.clone(), ALL.to_owned()],
        };
        let cells = table.dimensions.iter().map(codes).fold(vec![Vec::new()], |cells, codes| {
            let with = |cell: &Vec<String>| {
                codes.iter().map(|code| [cell.as_slice(), std::slice::from_ref(code)].concat()).collect::<Vec<_>>()
            };
            cells.iter().flat_map(with).collect()
        });
        for cell in cells {
            let names = table.dimensions.iter().map(|dimension| dimension.code.as_str()).zip(&cell);
            if let Some(sum) = sums.get_mut(&figure(&table.measure, names)) {
                *sum += value;
            }
        }
    }
    sums
}

/// Lays a table out, with the categories of now.
pub(super) fn lay_out(definition: &Definition, dimensions: &Dimensions) -> About {
    let of = |breakdown: &Breakdown| match breakdown {
        Breakdown::Delegations => dimensions.places.clone(),
        Breakdown::Regions => dimensions.regions(),
        Breakdown::Kinds => dimensions.kinds.clone(),
        Breakdown::LicenceStates => licence_states(),
        Breakdown::Sexes => sexes(),
        Breakdown::Bands => dimensions.bands.clone(),
    };
    About {
        code: definition.code.to_owned(),
        measure: definition.measure.to_owned(),
        stock: definition.nature == Nature::Stock,
        title: definition.title.into(),
        definition: definition.counts.into(),
        unit: definition.unit.into(),
        threshold: definition.threshold,
        since: definition.since().map(|since| since.to_string()).unwrap_or_default(),
        dimensions: definition.breakdowns.iter().map(of).collect(),
    }
}

/// What tables are broken down by, as it stands in the reference data.
pub(super) struct Dimensions {
    /// The country, its regions and their delegations.
    pub(super) places: Dimension,
    kinds: Dimension,
    bands: Dimension,
}

impl Dimensions {
    pub(super) async fn read(db: &ScopedDb) -> Result<Self, Error> {
        let named = |code: String, parent: Option<String>, ar: Option<String>, fr: Option<String>| Category {
            code,
            parent,
            name: Name { ar, fr },
        };
        let of_all = || Some(ALL.to_owned());
        let regions = by_code::<region::Entity>(db, region::Column::Code).all().await?;
        let mut lies_in = BTreeMap::new();
        for province in db.find::<province::Entity>().all().await? {
            if let Some(region) = regions.iter().find(|region| region.id == province.region_id) {
                lies_in.insert(province.id, region.code.clone());
            }
        }
        let delegations = by_code::<delegation::Entity>(db, delegation::Column::Code).all().await?;
        let of_regions = regions.into_iter().map(|row| named(row.code, of_all(), row.name_ar, row.name_fr));
        let of_delegations = delegations
            .into_iter()
            .map(|row| named(row.code, lies_in.get(&row.province_id).cloned(), row.name_ar, row.name_fr));
        let kinds = by_code::<establishment_kind::Entity>(db, establishment_kind::Column::Code).all().await?;
        let wide = kinds.into_iter().filter(|kind| kind.parent_code.is_none());
        let wide = wide.map(|row| named(row.code, of_all(), row.name_ar, row.name_fr));
        let bands = by_code::<return_band::Entity>(db, return_band::Column::Code).all().await?;
        let bands = bands.into_iter().map(|row| named(row.code, of_all(), row.name_ar, row.name_fr));
        let titled = |code: &str, [ar, fr, en]: [&str; 3], all: [&str; 2], categories: Vec<Category>| Dimension {
            code: code.to_owned(),
            title: Trilingual { ar, fr, en }.into(),
            categories: std::iter::once(whole(all)).chain(categories).collect(),
        };
        Ok(Self {
            places: titled(
                PLACE,
                ["المجال الترابي", "Territoire", "Territory"],
                ["المجموع الوطني", "Ensemble du pays"],
                of_regions.chain(of_delegations).collect(),
            ),
            kinds: titled(
                KIND,
                ["صنف المؤسسة", "Type d’établissement", "Kind of establishment"],
                ["جميع الأصناف", "Tous les types"],
                wide.collect(),
            ),
            bands: titled(
                BAND,
                ["السن أو المستوى الدراسي", "Âge ou niveau scolaire", "Age or level of school"],
                ["الجميع", "Ensemble"],
                bands.chain([not_told()]).collect(),
            ),
        })
    }

    /// The country and its regions.
    fn regions(&self) -> Dimension {
        let mut places = self.places.clone();
        places.categories.retain(|place| place.parent.as_deref().is_none_or(|parent| parent == ALL));
        places
    }
}

fn by_code<E: crate::db::Scoped>(db: &ScopedDb, column: E::Column) -> ScopedSelect<E> {
    db.find::<E>().order_by(column, Order::Asc)
}

fn whole([ar, fr]: [&str; 2]) -> Category {
    let name = Name { ar: Some(ar.to_owned()), fr: Some(fr.to_owned()) };
    Category { code: ALL.to_owned(), parent: None, name }
}

/// What is not kept apart.
fn not_told() -> Category {
    let name = Name { ar: Some("غير مصرح به".to_owned()), fr: Some("Non précisé".to_owned()) };
    Category { code: WITHOUT.to_owned(), parent: Some(ALL.to_owned()), name }
}

fn sexes() -> Dimension {
    let sex = |(code, ar, fr): (&str, &str, &str)| Category {
        code: code.to_owned(),
        parent: Some(ALL.to_owned()),
        name: Name { ar: Some(ar.to_owned()), fr: Some(fr.to_owned()) },
    };
    let sexes = [("FEMALE", "إناث", "Filles et femmes"), ("MALE", "ذكور", "Garçons et hommes")].map(sex);
    Dimension {
        code: SEX.to_owned(),
        title: Trilingual { ar: "الجنس", fr: "Sexe", en: "Sex" }.into(),
        categories: std::iter::once(whole(["الجميع", "Ensemble"])).chain(sexes).chain([not_told()]).collect(),
    }
}

fn code_of(state: LicenceState) -> &'static str {
    match state {
        LicenceState::InProgress => "IN_PROGRESS",
        LicenceState::Licensed => "LICENSED",
        LicenceState::Suspended => "SUSPENDED",
        LicenceState::Withdrawn => "WITHDRAWN",
    }
}

fn licence_states() -> Dimension {
    let states = [
        (code_of(LicenceState::Licensed), "مرخصة", "Autorisé"),
        (code_of(LicenceState::InProgress), "في طور الترخيص", "En cours d’autorisation"),
        (code_of(LicenceState::Suspended), "الترخيص موقوف", "Autorisation suspendue"),
        (code_of(LicenceState::Withdrawn), "الترخيص مسحوب", "Autorisation retirée"),
        (WITHOUT, "بدون ترخيص", "Sans autorisation"),
    ];
    let state = |(code, ar, fr): (&str, &str, &str)| Category {
        code: code.to_owned(),
        parent: Some(ALL.to_owned()),
        name: Name { ar: Some(ar.to_owned()), fr: Some(fr.to_owned()) },
    };
    Dimension {
        code: LICENCE.to_owned(),
        title: Trilingual {
            ar: "وضعية الترخيص", fr: "Situation de l’autorisation", en: "State of the licence"
        }
        .into(),
        categories: std::iter::once(whole(["جميع الوضعيات", "Toutes les situations"]))
            .chain(states.map(state))
            .collect(),
    }
}
