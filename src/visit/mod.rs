//! What every visit to a house has, whether it applies for a licence or is inspected: who took part, by body and function, and what
//! was found of each norm of the rules (محضر الزيارة). No person is named.

mod input;
mod object;
mod rules;
mod scope;

pub use input::{VisitFindingInput, VisitMemberInput};
pub use object::{VisitFinding, VisitMember, VisitPhoto};
pub use rules::{VisitOf, findings, is_a_norm, members, minutes_are_there, photos, remark};
