//! What a request may ask for, with what is usual.

use clap::Args;

/// What a request may ask for; beyond it is refused with the number.
#[derive(Args, Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a request's body
    #[arg(long = "limit-body-bytes", env = "TAAWUN_LIMIT_BODY_BYTES", default_value_t = 1024 * 1024, value_name = "BYTES")]
    pub body_bytes: usize,

    /// Seconds that a request may take
    #[arg(long = "limit-deadline-seconds", env = "TAAWUN_LIMIT_DEADLINE_SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..), value_name = "SECONDS")]
    pub deadline_seconds: u64,

    /// Connections at the same time; more wait to be accepted
    #[arg(long = "limit-connections", env = "TAAWUN_LIMIT_CONNECTIONS", default_value_t = 4096, value_parser = clap::value_parser!(u32).range(1..), value_name = "COUNT")]
    pub connections: u32,

    /// Seconds that a connection may take to send the head of a request, stay without one, or not read its answer
    #[arg(long = "limit-idle-seconds", env = "TAAWUN_LIMIT_IDLE_SECONDS", default_value_t = 75, value_parser = clap::value_parser!(u64).range(1..), value_name = "SECONDS")]
    pub idle_seconds: u64,

    /// Brackets within brackets of a document
    #[arg(long = "limit-nesting", env = "TAAWUN_LIMIT_NESTING", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=200), value_name = "COUNT")]
    pub nesting: u64,

    /// Words and signs of a document
    #[arg(long = "limit-tokens", env = "TAAWUN_LIMIT_TOKENS", default_value_t = 10_000, value_name = "COUNT")]
    pub tokens: u64,

    /// Fields of an operation, each fragment counted where it is spread
    #[arg(long = "limit-fields", env = "TAAWUN_LIMIT_FIELDS", default_value_t = 1000, value_name = "COUNT")]
    pub fields: u64,

    /// Fields within fields
    #[arg(long = "limit-depth", env = "TAAWUN_LIMIT_DEPTH", default_value_t = 15, value_name = "COUNT")]
    pub depth: u64,

    /// Fields that are given another name
    #[arg(long = "limit-aliases", env = "TAAWUN_LIMIT_ALIASES", default_value_t = 100, value_name = "COUNT")]
    pub aliases: u64,

    /// Fields of the operation itself
    #[arg(long = "limit-root-fields", env = "TAAWUN_LIMIT_ROOT_FIELDS", default_value_t = 20, value_name = "COUNT")]
    pub root_fields: u64,

    /// Directives of an operation
    #[arg(long = "limit-directives", env = "TAAWUN_LIMIT_DIRECTIVES", default_value_t = 50, value_name = "COUNT")]
    pub directives: u64,

    /// Items of a list, in the document or among the variables
    #[arg(long = "limit-list-items", env = "TAAWUN_LIMIT_LIST_ITEMS", default_value_t = 1000, value_name = "COUNT")]
    pub list_items: u64,

    /// What an operation may cost: each field one, those of a page as often as it has rows, a search five hundred
    #[arg(long = "limit-cost", env = "TAAWUN_LIMIT_COST", default_value_t = 10_000, value_name = "COUNT")]
    pub cost: u64,

    /// Cost that an account, a partner's system, or the anonymous of one address may ask for at once and in each minute, on all processes together
    #[arg(long = "limit-budget", env = "TAAWUN_LIMIT_BUDGET", default_value = "100000", value_parser = clap::value_parser!(u32).range(1..=1_000_000_000), value_name = "COUNT")]
    pub budget: u32,
}

/// What the program's help says.
impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1024 * 1024,
            deadline_seconds: 10,
            connections: 4096,
            idle_seconds: 75,
            nesting: 64,
            tokens: 10_000,
            fields: 1000,
            depth: 15,
            aliases: 100,
            root_fields: 20,
            directives: 50,
            list_items: 1000,
            cost: 10_000,
            budget: 100_000,
        }
    }
}
