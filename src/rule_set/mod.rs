//! Rule sets (دفتر الشروط): what an application for a licence must meet, by law and legal category: the documents of each kind of
//! application, the norms that the commission looks at, the deadline of each step, the authority that decides, and whether a
//! licence is needed at all. The national office drafts an edition, publishes it, and retires it. What was published is never
//! edited, and an application keeps the edition it was filed under. What the law leaves uncertain stands here and nowhere in code.

mod change;
mod governing;
mod mutation;
mod object;
mod procedure;
mod query;
mod rules;
mod scope;
mod written;

pub use mutation::RuleSetMutation;
pub use object::{RuleSet, RuleSetDeadline, RuleSetDocument, RuleSetNorm};
pub use query::RuleSetQuery;
