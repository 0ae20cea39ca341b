// @ts-check
// Lets Node run the sources as they are: `node --import ./src/headless/typescript.mjs FILE.ts`. Types are stripped as files
// are loaded; nothing is bundled and nothing is written, so there is no second copy of the program that could be stale. Falls
// away once the oldest supported Node strips types by itself.
import { existsSync } from 'node:fs';
import { register } from 'node:module';
import { join } from 'node:path';
import { checkNode, generate, ROOT } from './setup.mjs';

try {
  checkNode();
  if (!existsSync(join(ROOT, 'node_modules'))) throw new Error('The packages are not installed yet. Run: npm ci');
  generate();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
register('./typescript-hook.mjs', import.meta.url);
