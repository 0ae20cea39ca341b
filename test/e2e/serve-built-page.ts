// Serves dist/ for the length of one run of the browser tests and tells them its address. With MILLRACE_URL in the
// environment they run against that page instead.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { servePage } from '../../src/headless/page-server.ts';

const folder = fileURLToPath(new URL('../../dist', import.meta.url));

export default async function serveBuiltPage(): Promise<() => Promise<void>> {
  if (process.env['MILLRACE_URL'] !== undefined) return async () => {};
  if (!existsSync(folder)) throw new Error('There is no built page. Run: npm run build');
  const server = await servePage(folder, { port: 0 });
  process.env['MILLRACE_URL'] = server.url;
  return () => server.close();
}
