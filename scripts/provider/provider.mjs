// Starts the provider on a free port of 127.0.0.1 and says where. What it does is the library's; here is its configuration.
//
// Whoever is asked for by another name of the host is another provider, with keys of its own: so each test has one of its
// own, also through a forwarder. The person who logs in types what the provider shall say of them, as JSON:
// {"sub": "…", "email": "…", "email_verified": true, "amr": ["pwd", "otp"], "acr": "…"}.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const redirect_uris = ['https://portal.example.ma/signed-in', 'https://tableau.example.ma/signed-in'];
const CLIENTS = [
  { client_id: 'taawun', client_secret: 'the secret of the client at the provider', redirect_uris },
  { client_id: 'another', client_secret: 'the secret of another client', redirect_uris },
];

/** It knows of each person what was typed last, and vouches for the way in which they have shown who they are. */
class Vouching extends Provider {
  persons = new Map();

  interactionFinished(request, response, result, options) {
    if (result.login?.accountId) {
      const { sub, amr, acr, ...claims } = JSON.parse(result.login.accountId);
      this.persons.set(sub, claims);
      result.login = { accountId: sub, amr, acr };
    }
    return super.interactionFinished(request, response, result, options);
  }
}

function provider(host) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
  return new Vouching(`http://${host}`, {
    clients: CLIENTS,
    jwks: { keys: [key] },
    cookies: { keys: [randomUUID()] },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'acr', 'amr'], email: ['email', 'email_verified'] },
    acrValues: ['urn:example:two'],
    // By its name in words it says the address in the ID token; by its number as the standard has it, when asked for it.
    conformIdTokenClaims: !host.startsWith('localhost'),
    ttl: { IdToken: 300 },
    findAccount: ({ oidc }, sub) => ({ accountId: sub, claims: () => ({ sub, ...oidc.provider.persons.get(sub) }) }),
  });
}

const callbacks = new Map();
const server = createServer((request, response) => {
  const { host } = request.headers;
  if (!callbacks.has(host)) callbacks.set(host, provider(host).callback());
  callbacks.get(host)(request, response);
});
server.listen(0, '127.0.0.1', () => console.log(`Listens on http://127.0.0.1:${server.address().port}`));
