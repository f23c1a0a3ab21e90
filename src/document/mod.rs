//! Documents (وثائق): files that hang on an association, a house, a member of its staff or a request for
//! support, such as statutes, receipts, contracts, plans and photos.
//! What is known of one is a record; its bytes are in the store, and never change. A file comes in two steps: it is announced
//! (`documentUploadCreate`) and sent to an address that is good for this one, where it is judged while it arrives; then it
//! becomes a document (`documentAdd`). One that is replaced or withdrawn stays, archived, with the reason.

mod address;
mod change;
mod content;
mod mutation;
mod object;
mod owner;
mod printed;
mod query;
mod queue;
mod rules;
mod scope;
mod sweep;
mod upload;

pub use address::{Refused as AddressRefused, announced};
pub use content::{Judge, Judged, Refused as ContentRefused, hexadecimal, media_type_name};
pub use mutation::DocumentMutation;
pub use object::{Document, DocumentCategory};
pub use printed::{DocumentPrintInput, Printed};
pub use query::{DocumentQuery, DocumentWhere, documents_of, documents_step};
pub use queue::waiting;
pub use rules::reason;
pub use scope::keeps;
pub use sweep::{Swept, claim, sweep, sweep_hourly};
pub use upload::{DocumentUploadCreatePayload, ImportUploadCreateInput, announce_list};
