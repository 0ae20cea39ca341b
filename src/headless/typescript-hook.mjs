// @ts-check
// The loader behind typescript.mjs; runs on Node's loader thread.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'rolldown/utils';

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
  const path = fileURLToPath(url);
  const { code, errors } = transformSync(path, await readFile(path, 'utf8'), { lang: 'ts' });
  const [first] = errors;
  if (first !== undefined) throw first;
  return { format: 'module', source: code, shortCircuit: true };
}
