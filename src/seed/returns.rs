//! The templates of season returns, read from the files `return_….csv` of `reference/`. An item may be in several templates;
//! the order of the file is the order of the items.

use entity::id::ReturnTemplateId;
use entity::{return_band, return_item, return_signature, return_template, return_template_item, return_template_kind};
use sea_orm::ActiveEnum;
use serde::Deserialize;

use super::{key, read, text, value};
use crate::db::bulk::Bulk;
use crate::error::Error;

#[derive(Deserialize)]
struct Band {
    code: String,
    kind: String,
    name_ar: String,
    name_fr: String,
}

#[derive(Deserialize)]
struct Item {
    code: String,
    section: String,
    unit: String,
    sex: String,
    band_code: String,
    staff_type: String,
    qualified: Option<bool>,
    funding_source: String,
    name_ar: String,
    name_fr: String,
}

#[derive(Deserialize)]
struct Template {
    code: String,
    period: String,
    first_month: Option<i32>,
    last_month: Option<i32>,
    due_days: i32,
    jump_percent: i32,
    jump_least: i32,
    jump_least_centimes: i64,
    in_force_from: String,
    in_force_to: String,
    kinds: String,
    name_ar: String,
    name_fr: String,
    source: String,
}

#[derive(Deserialize)]
struct TemplateItem {
    template_code: String,
    item_code: String,
    required: bool,
}

/// After the form of Dar Talib(a) houses, whose fourth box is the provincial direction of education's; who signs for other houses
/// is to be confirmed.
#[derive(Deserialize)]
struct Signature {
    template_code: String,
    position: i32,
    name_ar: String,
    name_fr: String,
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    let bands: Vec<Band> = read(include_str!("reference/return_bands.csv"))?;
    let bands = bands.into_iter().map(|band| {
        Ok(return_band::Model {
            kind: value(&band.kind)?,
            name_ar: text(&band.name_ar),
            name_fr: text(&band.name_fr),
            code: band.code,
        })
    });
    bulk.lay::<return_band::Entity>(bands.collect::<Result<_, Error>>()?).await?;
    bulk.lay::<return_item::Entity>(items()?).await?;

    let (mut rows, mut kinds) = (Vec::new(), Vec::new());
    for template in read::<Template>(include_str!("reference/return_templates.csv"))? {
        let id = template_id(&template.code);
        let of_kind = |code: &str| return_template_kind::Model { template_id: id, kind_code: code.to_owned() };
        kinds.extend(template.kinds.split_whitespace().map(of_kind));
        rows.push(return_template::Model {
            id,
            period: value(&template.period)?,
            first_month: template.first_month,
            last_month: template.last_month,
            due_days: template.due_days,
            jump_percent: template.jump_percent,
            jump_least: template.jump_least,
            jump_least_centimes: template.jump_least_centimes,
            in_force_from: template.in_force_from.parse().map_err(Error::internal)?,
            in_force_to: text(&template.in_force_to).map(|month| month.parse()).transpose().map_err(Error::internal)?,
            name_ar: text(&template.name_ar),
            name_fr: text(&template.name_fr),
            source: template.source,
            code: template.code,
        });
    }
    bulk.lay::<return_template::Entity>(rows).await?;
    bulk.lay::<return_template_kind::Entity>(kinds).await?;
    let signatures: Vec<Signature> = read(include_str!("reference/return_signatures.csv"))?;
    let signatures = signatures.into_iter().map(|signature| return_signature::Model {
        template_id: template_id(&signature.template_code),
        position: signature.position,
        name_ar: text(&signature.name_ar),
        name_fr: text(&signature.name_fr),
    });
    bulk.lay::<return_signature::Entity>(signatures.collect()).await?;
    bulk.lay::<return_template_item::Entity>(template_items()?).await
}

pub(super) fn template_id(code: &str) -> ReturnTemplateId {
    key("return_template", code, 0)
}

/// The items, as the file has them.
pub(super) fn items() -> Result<Vec<return_item::Model>, Error> {
    let items: Vec<Item> = read(include_str!("reference/return_items.csv"))?;
    let items = items.into_iter().map(|item| {
        Ok(return_item::Model {
            section: value(&item.section)?,
            unit: value(&item.unit)?,
            sex: known(&item.sex)?,
            band_code: text(&item.band_code),
            staff_type: known(&item.staff_type)?,
            qualified: item.qualified,
            funding_source: known(&item.funding_source)?,
            name_ar: text(&item.name_ar),
            name_fr: text(&item.name_fr),
            code: item.code,
        })
    });
    items.collect()
}

/// The items of the templates, as the file has them.
pub(super) fn template_items() -> Result<Vec<return_template_item::Model>, Error> {
    let items: Vec<TemplateItem> = read(include_str!("reference/return_template_items.csv"))?;
    let items = items.into_iter().zip(1..).map(|(item, position)| return_template_item::Model {
        template_id: template_id(&item.template_code),
        item_code: item.item_code,
        required: item.required,
        position,
    });
    Ok(items.collect())
}

/// The value of an enumeration; `None` where the file says nothing.
fn known<T: ActiveEnum<Value = String>>(written: &str) -> Result<Option<T>, Error> {
    text(written).map(|written| value(&written)).transpose()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use entity::return_item::ReturnSection;

    use super::*;

    /// Each person is in exactly one item of the head-count: every sex with every band, all bands of one kind; and what is of these
    /// names nothing that the head-count does not part.
    #[test]
    fn the_head_count_of_each_template_parts_people() {
        let (items, asked) = (items().unwrap(), template_items().unwrap());
        let bands: Vec<Band> = read(include_str!("reference/return_bands.csv")).unwrap();
        let templates: Vec<Template> = read(include_str!("reference/return_templates.csv")).unwrap();
        assert!(templates.len() > 5);
        for template in templates {
            let of: Vec<_> = asked
                .iter()
                .filter(|asked| asked.template_id == template_id(&template.code))
                .map(|asked| items.iter().find(|item| item.code == asked.item_code).unwrap())
                .collect();
            let codes: BTreeSet<_> = of.iter().map(|item| &item.code).collect();
            assert_eq!(codes.len(), of.len(), "{}: an item twice", template.code);
            let head: Vec<_> = of.iter().filter(|item| item.section == ReturnSection::HeadCount).collect();
            let parts: BTreeSet<_> =
                head.iter().map(|item| (item.sex.unwrap() as u8, item.band_code.clone())).collect();
            let own: BTreeSet<_> = head.iter().map(|item| item.band_code.clone().unwrap()).collect();
            assert_eq!((parts.len(), head.len()), (2 * own.len(), 2 * own.len()), "{}", template.code);
            let kinds: BTreeSet<_> =
                bands.iter().filter(|band| own.contains(&band.code)).map(|band| band.kind.as_str()).collect();
            assert_eq!(kinds.len(), 1, "{}", template.code);
            for item in of.iter().filter(|item| {
                [ReturnSection::Orphans, ReturnSection::Disability, ReturnSection::Present].contains(&item.section)
            }) {
                assert!(item.band_code.is_none() && item.sex.is_some(), "{}", item.code);
            }
        }
    }
}
