//! Throws what the fuzzer finds at what strangers hold in their hands. `scripts/fuzz SECONDS` runs it.
#![no_main]

#[path = "../../tests/api/strangers.rs"]
mod strangers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| strangers::throw(bytes));
