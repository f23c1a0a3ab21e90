// Starts the service on a free port of 127.0.0.1 and says where. It keeps what it is given in the folder that is named, knows
// one pair of keys (S3RVER, S3RVER), refuses what is not signed by them, and has one bucket, `taawun`.
import S3rver from 's3rver';

const [directory] = process.argv.slice(2);
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory,
  allowMismatchedSignatures: false,
  configureBuckets: [{ name: 'taawun' }],
});
const { port } = await server.run();
console.log(`Listens on http://127.0.0.1:${port}`);
