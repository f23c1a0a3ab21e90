//! From where a request comes.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, header};
use ipnet::IpNet;

use crate::auth::Client;

/// Longest description of a device that is kept, in characters.
const LONGEST_DEVICE: usize = 200;
/// The header in which proxies say whom they speak for.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

/// The client of a request. What a header says of its address is believed only of a proxy that is trusted, and only as far
/// as such proxies passed it on.
pub(super) fn client_of(peer: Option<Peer>, headers: &HeaderMap, trusted: &[IpNet]) -> Client {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    let mut address = peer.map(|Peer(address)| address.to_canonical());
    let said = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let said: Vec<_> = said.flat_map(|value| value.split(',')).map(str::trim).collect();
    for passed_on in said.iter().rev() {
        if !address.as_ref().is_some_and(is_trusted) {
            break;
        }
        // Some proxies write the port too.
        let with_port = || passed_on.parse::<SocketAddr>().map(|address| address.ip());
        let Ok(before) = passed_on.parse::<IpAddr>().or_else(|_| with_port()) else { break };
        address = Some(before.to_canonical());
    }
    let device = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let device = device.map(|device| device.chars().take(LONGEST_DEVICE).collect());
    Client { address, device }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxies: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        let address = |peer: &str, said: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in said {
                headers.append(FORWARDED_FOR, value.parse().unwrap());
            }
            client_of(Some(Peer(peer.parse().unwrap())), &headers, &proxies).address.unwrap().to_string()
        };
        assert_eq!(address("203.0.113.9", &["198.51.100.1"]), "203.0.113.9", "a client that says so itself");
        assert_eq!(address("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(address("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(address("10.0.0.1", &["192.0.2.7, 198.51.100.1"]), "198.51.100.1", "what the client put before it");
        assert_eq!(address("10.0.0.1", &["192.0.2.7", "198.51.100.1, 10.0.0.2"]), "198.51.100.1", "two proxies");
        assert_eq!(address("fd00::1", &["2001:db8::1"]), "2001:db8::1");
        assert_eq!(address("10.0.0.1", &["198.51.100.1:4711"]), "198.51.100.1", "with its port");
        assert_eq!(address("fd00::1", &["[2001:db8::1]:4711"]), "2001:db8::1");
        assert_eq!(address("10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(address("10.0.0.1", &[]), "10.0.0.1");
    }
}
