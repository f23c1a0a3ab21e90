//! Months as they are written.

use chrono::NaiveDate;
use entity::month::YearMonth;

#[test]
fn months_are_read_written_and_ended() {
    let may: YearMonth = "2022-05".parse().unwrap();
    assert_eq!(may, YearMonth::try_new(2022, 5).unwrap());
    assert_eq!(may.to_string(), "2022-05");
    assert_eq!(may.last_day(), NaiveDate::from_ymd_opt(2022, 5, 31));
    assert_eq!("2024-02".parse::<YearMonth>().unwrap().last_day(), NaiveDate::from_ymd_opt(2024, 2, 29));
    assert_eq!("2021-12".parse::<YearMonth>().unwrap().last_day(), NaiveDate::from_ymd_opt(2021, 12, 31));
    for wrong in ["2022-5", "2022-13", "2022-00", "22-05", "2022/05", "2022-05-01", "-022-05", "٢٠٢٢-٠٥", ""] {
        assert!(wrong.parse::<YearMonth>().is_err(), "{wrong}");
    }
}
