// PostGraphile with the same token check as the others: the signature is verified for each request.
import { createPublicKey, verify } from "node:crypto";
import { createServer } from "node:http";
import { grafserv } from "postgraphile/grafserv/node";
import { makePgService } from "postgraphile/adaptors/pg";
import { makeV4Preset } from "postgraphile/presets/v4";
import { postgraphile } from "postgraphile";
import pg from "pg";

const url = process.argv[2];
const client = new pg.Client(url);
await client.connect();
const { rows } = await client.query("SELECT public_key FROM signing_key ORDER BY created_at DESC LIMIT 1");
await client.end();
const x = rows[0].public_key.toString("base64url");
const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });

const delegation = (token) => {
  const [header, claims, signature] = token.split(".");
  if (!verify(null, Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, "base64url"))) throw new Error("refused");
  const { exp, mandate } = JSON.parse(Buffer.from(claims, "base64url").toString());
  if (exp * 1000 < Date.now()) throw new Error("refused");
  return mandate.slice;
};

const instance = postgraphile({
  extends: [makeV4Preset({ disableDefaultMutations: true })],
  pgServices: [makePgService({ connectionString: url, schemas: ["public"], poolConfig: { max: 8 } })],
  grafast: {
    context: (ctx) => ({
      pgSettings: { role: "peer", "taawun.delegation": delegation(ctx.node.req.headers.authorization.slice(7)) },
    }),
  },
  grafserv: { graphqlPath: "/graphql", watch: false, graphiql: false },
});
const server = createServer();
const serv = instance.createServ(grafserv);
await serv.addTo(server);
server.listen(0, "127.0.0.1", () => console.log(`PostGraphile listens on http://127.0.0.1:${server.address().port}`));
