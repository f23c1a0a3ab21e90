// Prints what a query is answered.
const [url, token, query] = process.argv.slice(2);
const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
const answer = await (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })).json();
if (answer.errors) throw new Error(JSON.stringify(answer.errors));
console.log(JSON.stringify(answer.data));
