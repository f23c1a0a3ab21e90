// Starts the service on a free port of 127.0.0.1 and says where. It keeps what it is given in the folder that is named, knows
// one key (S3RVER), refuses what is signed by another one without looking at the signature itself, and has two buckets, one for each database: a
// bucket is one installation's.
import S3rver from 's3rver';

const [directory] = process.argv.slice(2);
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory,
  // It knows no signatures of version 4; which key they are by it does know.
  allowMismatchedSignatures: true,
  configureBuckets: [{ name: 'taawun-sqlite' }, { name: 'taawun-postgres' }],
});
const { port } = await server.run();
console.log(`Listens on http://127.0.0.1:${port}`);
