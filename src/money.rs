//! Money: whole centimes inside, a decimal string outside; no float anywhere.

use std::fmt;

use async_graphql::{Enum, InputValueError, InputValueResult, Scalar, ScalarType, Value};

use crate::lane::{shown_by_name, shown_by_text, value};

/// An exact number with two decimal places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    centimes: i64,
}

/// A currency, by its ISO 4217 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CurrencyCode {
    /// درهم مغربي, Moroccan dirham, of 100 centimes.
    Mad,
}

value! {
    /// An amount of money.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Money {
        /// The amount, with two decimal places.
        pub amount: Decimal,
        /// Its currency.
        pub currency: CurrencyCode,
    }
}

shown_by_name!(CurrencyCode);

shown_by_text!(Decimal);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.centimes < 0 { "-" } else { "" };
        let whole = self.centimes.unsigned_abs();
        write!(f, "{sign}{}.{:02}", whole / 100, whole % 100)
    }
}

impl Decimal {
    /// As whole centimes.
    #[must_use]
    pub fn centimes(self) -> i64 {
        self.centimes
    }
}

impl Money {
    /// So many centimes of a dirham.
    #[must_use]
    pub fn from_centimes(centimes: i64) -> Self {
        Self { amount: Decimal { centimes }, currency: CurrencyCode::Mad }
    }

    /// The same of an amount that may be unknown.
    #[must_use]
    pub fn if_known(centimes: Option<i64>) -> Option<Self> {
        centimes.map(Self::from_centimes)
    }
}

/// An exact decimal number with two places, as a string: `"1468411.00"`. Never a float.
#[Scalar]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        let centimes = centimes(text).ok_or_else(|| {
            InputValueError::custom("a decimal number with at most two places, as a string, such as \"1468411.00\"")
        })?;
        Ok(Self { centimes })
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

fn centimes(text: &str) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, places) = digits.split_once('.').unwrap_or((digits, "00"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(places) || places.len() > 2 {
        return None;
    }
    let centimes: i64 =
        whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(format!("{places:0<2}").parse().ok()?)?;
    Some(if negative { -centimes } else { centimes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centimes_are_written_with_two_places() {
        for (centimes, text) in [(0, "0.00"), (5, "0.05"), (146_841_100, "1468411.00"), (-101, "-1.01"), (-5, "-0.05")]
        {
            assert_eq!(Money::from_centimes(centimes).amount.to_value(), Value::String(text.to_owned()));
            assert_eq!(super::centimes(text), Some(centimes));
        }
        assert_eq!(super::centimes("12.5"), Some(1250));
        assert_eq!(super::centimes("12"), Some(1200));
        for wrong in ["", "-", ".5", "1.", "1.234", "1,5", "1e3", "+1", "٣", "92233720368547758.08", "NaN"] {
            assert_eq!(super::centimes(wrong), None, "{wrong}");
        }
    }
}
