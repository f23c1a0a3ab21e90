//! Reference data of the institution, read from the files of `reference/`; that of returns in `returns.rs`.

use entity::id::ProgrammeId;
use entity::{
    competent_authority, document_category, dossier_requirement, establishment_kind, legal_category, programme,
    staff_function,
};
use serde::Deserialize;

use super::{key, parents_first, read, text, value};
use crate::db::bulk::Bulk;
use crate::error::Error;

#[derive(Deserialize)]
struct Kind {
    code: String,
    parent_code: String,
    licence_required: bool,
    name_ar: String,
    name_fr: String,
}

#[derive(Deserialize)]
struct Category {
    code: String,
    framework: String,
    name_ar: String,
    name_fr: String,
    source: String,
}

#[derive(Deserialize)]
struct Authority {
    code: String,
    name_ar: String,
    name_fr: String,
    source: String,
}

#[derive(Deserialize)]
struct DocumentCategory {
    code: String,
    restricted: bool,
    official: bool,
    owner_kind: String,
    name_ar: String,
    name_fr: String,
}

#[derive(Deserialize)]
struct DossierRequirement {
    category_code: String,
    since: String,
    after_days: i32,
    valid_months: Option<i32>,
    warn_days: i32,
    of_bureau: bool,
    source: String,
}

#[derive(Deserialize)]
struct StaffFunction {
    code: String,
    staff_type: String,
    directs: bool,
    name_ar: String,
    name_fr: String,
}

#[derive(Deserialize)]
struct Programme {
    code: String,
    supports_creation: bool,
    head_decides_up_to: Option<i64>,
    name_ar: String,
    name_fr: String,
    source: String,
}

pub(super) fn programme_id(code: &str) -> ProgrammeId {
    key("programme", code, 0)
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    let kinds: Vec<Kind> = read(include_str!("reference/kinds.csv"))?;
    let kinds = kinds.into_iter().map(|kind| establishment_kind::Model {
        code: kind.code,
        parent_code: text(&kind.parent_code),
        licence_required: kind.licence_required,
        name_ar: text(&kind.name_ar),
        name_fr: text(&kind.name_fr),
    });
    let mut kinds: Vec<_> = kinds.collect();
    parents_first(&mut kinds);
    bulk.lay::<establishment_kind::Entity>(kinds).await?;

    let categories: Vec<Category> = read(include_str!("reference/legal_categories.csv"))?;
    let categories = categories.into_iter().map(|category| {
        Ok(legal_category::Model {
            code: category.code,
            framework: value(&category.framework)?,
            name_ar: text(&category.name_ar),
            name_fr: text(&category.name_fr),
            source: category.source,
        })
    });
    bulk.lay::<legal_category::Entity>(categories.collect::<Result<_, Error>>()?).await?;

    let authorities: Vec<Authority> = read(include_str!("reference/competent_authorities.csv"))?;
    let authorities = authorities.into_iter().map(|authority| competent_authority::Model {
        code: authority.code,
        name_ar: text(&authority.name_ar),
        name_fr: text(&authority.name_fr),
        source: authority.source,
    });
    bulk.lay::<competent_authority::Entity>(authorities.collect()).await?;

    let categories: Vec<DocumentCategory> = read(include_str!("reference/document_categories.csv"))?;
    let categories = categories.into_iter().map(|category| {
        Ok(document_category::Model {
            code: category.code,
            restricted: category.restricted,
            official: category.official,
            owner_kind: text(&category.owner_kind).map(|kind| value(&kind)).transpose()?,
            name_ar: text(&category.name_ar),
            name_fr: text(&category.name_fr),
        })
    });
    bulk.lay::<document_category::Entity>(categories.collect::<Result<_, Error>>()?).await?;

    let requirements: Vec<DossierRequirement> = read(include_str!("reference/dossier_requirements.csv"))?;
    let requirements = requirements.into_iter().zip(1..).map(|(requirement, position)| {
        Ok(dossier_requirement::Model {
            category_code: requirement.category_code,
            position,
            since: value(&requirement.since)?,
            after_days: requirement.after_days,
            valid_months: requirement.valid_months,
            warn_days: requirement.warn_days,
            of_bureau: requirement.of_bureau,
            source: requirement.source,
        })
    });
    bulk.lay::<dossier_requirement::Entity>(requirements.collect::<Result<_, Error>>()?).await?;

    let functions: Vec<StaffFunction> = read(include_str!("reference/staff_functions.csv"))?;
    let functions = functions.into_iter().map(|function| {
        Ok(staff_function::Model {
            code: function.code,
            staff_type: value(&function.staff_type)?,
            directs: function.directs,
            name_ar: text(&function.name_ar),
            name_fr: text(&function.name_fr),
        })
    });
    bulk.lay::<staff_function::Entity>(functions.collect::<Result<_, Error>>()?).await?;

    let programmes: Vec<Programme> = read(include_str!("reference/programmes.csv"))?;
    let programmes = programmes.into_iter().map(|programme| programme::Model {
        id: programme_id(&programme.code),
        supports_creation: programme.supports_creation,
        head_decides_up_to: programme.head_decides_up_to,
        source: text(&programme.source),
        name_ar: text(&programme.name_ar),
        name_fr: text(&programme.name_fr),
        code: programme.code,
    });
    bulk.lay::<programme::Entity>(programmes.collect()).await
}
