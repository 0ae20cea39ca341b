// What the page loads before its first pipeline shows has a budget (npm run accept weighs it). What is heavy must not be
// imported by what is shown first, however long the chain; it comes by import() once it is wanted.
import { expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

const FIRST = ['src/main.tsx', 'src/studio/app/Editor.tsx'];
/** The expression language, the parsers of data, and views that come later. */
const LATER = [
  /^src\/sql\/(?:check|evaluate|function-reference|language-info|refusals)\.ts$/,
  /^src\/sql\/(?:functions|regex|json|parser)\//,
  /^src\/formats\/(?:parse|sniff|framing)\//,
  /^src\/plan\/plan-builder\.ts$/,
  /^src\/engine\//,
  /^src\/studio\/(?:files\/ImportData|inspector\/fields\/ExpressionEditor|dock\/results\/SeriesChart|reference\/FunctionReference)/,
];

it('imports nothing heavy for the first view', () => {
  const files = new Map(sourceFiles('src').map((file) => [file.path, file]));
  const from = new Map<string, string | null>(FIRST.map((path) => [path, null]));
  for (const path of from.keys()) {
    const file = files.get(path);
    if (file === undefined) continue;
    for (const { target, typesOnly, line } of file.imports) {
      const isDynamic = /\bimport\(/.test(file.code.split('\n')[line - 1] ?? '');
      if (target !== null && !typesOnly && !isDynamic && !from.has(target)) from.set(target, path);
    }
  }
  expect(from.size).toBeGreaterThan(100);
  const chains = [...from.keys()].filter((path) => LATER.some((pattern) => pattern.test(path))).map((path) => chain(path, from));
  expect(chains).toEqual([]);
});

function chain(path: string, from: ReadonlyMap<string, string | null>): string {
  const before = from.get(path) ?? null;
  return before === null ? path : `${chain(before, from)} > ${path}`;
}
