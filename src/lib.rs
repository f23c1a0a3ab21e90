//! Taawun (تعاون, "cooperation"): the GraphQL API of Entraide Nationale, in which every delegation, every association
//! and the national office reads and changes exactly its own slice.

pub mod auth;
pub mod clock;
pub mod db;
pub mod error;
pub mod global_id;
pub mod money;
pub mod page;
pub mod request;
pub mod text;
