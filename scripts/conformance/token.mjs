// Prints an access token of a partner's system of the demonstration; nothing where its agreement is over.
import { readFile } from 'node:fs/promises';

const [url, clients, client] = process.argv.slice(2);
const secret = JSON.parse(await readFile(clients, 'utf8'))[client];
const answer = await fetch(`${url}/oauth/token`, {
  method: 'POST',
  headers: { authorization: `Basic ${btoa(`${client}:${secret}`)}` },
  body: new URLSearchParams({ grant_type: 'client_credentials' }),
});
const { access_token: token, error } = await answer.json();
if (!token && error !== 'unauthorized_client') throw new Error(error);
if (token) console.log(token);
