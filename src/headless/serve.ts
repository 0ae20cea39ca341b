// Serves the page that was built, and says where. `--port N` asks for another port than 4173.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { servePage } from './page-server.ts';

const USUAL_PORT = 4173;
const TRIED_PORTS = 20;

const { values } = parseArgs({ options: { port: { type: 'string' } } });
const wanted = values.port === undefined ? USUAL_PORT : Number(values.port);
const folder = fileURLToPath(new URL('../../dist', import.meta.url));

if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) fail(`"${values.port}" is not a port. Use a number from 0 to 65535.`);
if (!existsSync(folder)) fail('There is no built page yet. Run: npm run build');

const server = await servePage(folder, { port: wanted, tries: TRIED_PORTS }).catch((error: unknown) =>
  fail(`The page cannot be served on port ${wanted} or the ${TRIED_PORTS - 1} after it: ${error instanceof Error ? error.message : String(error)}`),
);
console.log(`\nMillrace is at ${server.url}`);
if (wanted !== 0 && server.port !== wanted) {
  console.log(`Port ${wanted} was taken. A browser keeps pipelines by address: those made at port ${wanted} are not shown at this one.`);
}
console.log('Press Ctrl+C to stop serving.');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close().then(() => process.exit(0)));

function fail(words: string): never {
  console.error(words);
  process.exit(1);
}
