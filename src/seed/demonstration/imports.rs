//! Lists of the demonstration: one of Khénifra that was read and waits to be entered, with a line of each verdict, and one of
//! Midelt that brought a declared figure.

use chrono::NaiveDate;
use entity::id::{ImportId, ImportPartId, ImportRowId};
use entity::import::{self, ImportState};
use entity::import_part;
use entity::import_row::{self, ImportKind, ImportVerdict};
use sha2::{Digest, Sha256};

use super::network::day;
use super::{KHENIFRA, MIDELT, delegation_id};
use crate::auth::{NationalRole, Viewer};
use crate::clock::{Clock, start_of};
use crate::db::Pool;
use crate::db::bulk::Bulk;
use crate::document::hexadecimal;
use crate::error::Error;
use crate::import::as_read;
use crate::seed::key;

/// The list that waits.
const WAITING: &str = "\
الصنف;اسم المؤسسة;الجماعة;الجمعية المسيرة;الطاقة الاستيعابية;عدد المستفيدين;الترخيص;تاريخ الترخيص;ملاحظات
دار الطالبة;دار الطالبة لهري;جماعة لهري;;40 سرير;38;مرخصة;03/04/2019;
روض الأطفال;روض البرج;البرج;;٢٥;;;;
دار الطالب;دار الطالب القباب;القباب;جمعية القباب للتنمية;30;44;غير مرخصة;;مكتظة
قصر;قصر تيغسالين;أطلنطا;;كثير;;;;
";

fn list(province: &str, login: &str, file_name: &str, bytes: &[u8], sent_on: NaiveDate) -> import::Model {
    import::Model {
        id: key::<ImportId>("import", province, 0),
        delegation_id: Some(delegation_id(province)),
        account_id: key("account", login, 0),
        file_name: file_name.to_owned(),
        sha256: hexadecimal(&Sha256::digest(bytes)),
        size: i32::try_from(bytes.len()).unwrap_or(i32::MAX),
        content_id: None,
        state: ImportState::Reading,
        fault: None,
        notes: "[]".to_owned(),
        associations: 0,
        establishments: 0,
        figures: 0,
        wrong: 0,
        there: 0,
        doubtful: 0,
        leaves_out: false,
        created_at: start_of(sent_on),
        applied_at: None,
        undone_at: None,
        reason: None,
        demonstration: true,
        version: 1,
    }
}

/// The part that brought the declared figure of Midelt.
pub(super) fn part_of_midelt() -> ImportPartId {
    key("import_part", MIDELT, 0)
}

/// What was entered, before what it brought.
pub(super) async fn lay_entered(bulk: &mut Bulk) -> Result<(), Error> {
    let bytes = "المؤشر;المبلغ;الشهر;المصدر\nمنح الدعم;200 000,00;2021-12;\n".as_bytes();
    let entered = import::Model {
        state: ImportState::Applied,
        figures: 1,
        applied_at: Some(start_of(day(2026, 2, 3))),
        ..list(MIDELT, "midelt-officer", "معطيات.csv", bytes, day(2026, 2, 3))
    };
    let part = import_part::Model {
        id: part_of_midelt(),
        import_id: entered.id,
        number: 0,
        delegation_id: delegation_id(MIDELT),
        shown: true,
        removed: false,
        rows: None,
        counted_in: None,
        demonstration: true,
        version: 1,
    };
    let line = import_row::Model {
        id: key::<ImportRowId>("declared_figure", &format!("{MIDELT}/granted"), 1),
        import_id: entered.id,
        number: 0,
        sheet: String::new(),
        line: 2,
        kind: ImportKind::DeclaredFigure,
        title: "منح الدعم".to_owned(),
        verdict: ImportVerdict::Right,
        remarks: "[]".to_owned(),
        entry: None,
        delegation_id: Some(delegation_id(MIDELT)),
    };
    bulk.lay::<import::Entity>(vec![entered]).await?;
    bulk.lay::<import_part::Entity>(vec![part]).await?;
    bulk.lay::<import_row::Entity>(vec![line]).await
}

/// What waits, judged by what the demonstration has.
pub(super) async fn lay(pool: &Pool, clock: &Clock) -> Result<(), Error> {
    let db = pool.scoped_to(Viewer::NationalOffice(NationalRole::Admin));
    let waiting = list(KHENIFRA, "khenifra-officer", "لائحة المؤسسات.csv", WAITING.as_bytes(), day(2026, 11, 20));
    let (waiting, lines) = as_read(&db, waiting, WAITING.as_bytes(), clock.today()).await?;
    let mut bulk = pool.bulk(clock.now()).await?;
    bulk.lay::<import::Entity>(vec![waiting]).await?;
    bulk.lay::<import_row::Entity>(lines).await?;
    bulk.commit().await?;
    Ok(())
}
