// The audits of graphql-http against a running server: no MUST and no SHOULD may fail. What MAY be and is not, is told.
import { auditServer } from 'graphql-http';

const results = await auditServer({ url: process.argv[2] });
for (const { id, status, name, reason } of results) {
  if (status !== 'ok') console.log(`${status} ${id} ${name}: ${reason}`);
}
const failed = results.filter(({ status }) => status === 'error' || status === 'warn');
console.log(`${results.length} audits, ${failed.length} of MUST and SHOULD failed.`);
process.exit(failed.length > 0 || results.length < 61 ? 1 : 0);
