// How files are named and how long they are, and what no committed file may hold.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, ROOT, sourceFiles } from './source-files.ts';

const all = filesBelow('');
const sources = sourceFiles('src', 'workers', 'test');

const TOP_LEVEL = new Set([
  ...['src', 'public', 'workers', 'test', '.ci', '.github'],
  ...[
    'index.html',
    'package.json',
    'package-lock.json',
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'EXPRESSIONS.md',
    'FORMATS.md',
    'OPERATIONS.md',
    'LICENSE',
    'NOTICE',
  ],
  ...[
    'vite.config.ts',
    'vitest.config.ts',
    'playwright.config.ts',
    'biome.json',
    'knip.json',
    '.gitignore',
    '.npmrc',
    '.editorconfig',
    '.gitattributes',
  ],
]);

/** Longer than this needs a reason a reader would accept; it is written here. */
const LONG_LINES = 450;

const LONG_FILES: { readonly [path: string]: string } = {
  'workers/pipeline-host.ts': 'one life of one pipeline; its calls share one queue and one state',
  'src/engine/run.ts': 'the protocol of a run from cut to commit, to be read in one go',
  'src/studio/canvas/Canvas.tsx': 'the one place where gestures of the canvas library become edits',
  'test/oracle/simulation.ts': 'one simulated life after another, with all that may happen in it',
  'test/studio/dock/results.unit.test.ts': 'the pure parts of one view over one set of fixtures',
  'test/storage/store-contract.ts': 'one contract, one suite',
  'test/storage/indexeddb-store.unit.test.ts': 'every way a connection can die, over one set of fixtures',
};

const TEXT = /\.(?:ts|tsx|mjs|js|json|css|html|md|yml|yaml|svg|txt|grammar|jsonl|csv)$|^\.ci\/run$|^\.npmrc$|^\.gitignore$|^LICENSE$/;

describe('files', () => {
  it('the top level holds what a newcomer looks for and nothing else', () => {
    const tops = new Set(all.map((path) => path.split('/')[0] ?? ''));
    expect([...tops].filter((top) => !TOP_LEVEL.has(top) && !/^tsconfig(\.[a-z]+)?\.json$/.test(top))).toEqual([]);
  });

  it('are named for the one thing they hold: kebab-case.ts, PascalCase.tsx', () => {
    const wrong = sources.filter(({ path }) => {
      const name = basename(path);
      if (name.endsWith('.tsx')) return !/^(?:[A-Z][A-Za-z0-9]*|main|[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*)\.tsx$/.test(name);
      return !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*\.(?:ts|mjs)$/.test(name);
    });
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it('have no names that say nothing', () => {
    const empty = sources.filter(({ path }) =>
      /(?:^|[-/.])(?:utils?|helpers?|misc|manager|common|stuff)(?:[-.]|$)|^(?:index|data)$/.test(basename(path).replace(/\.(?:ts|tsx|mjs)$/, '')),
    );
    expect(empty.map((file) => file.path)).toEqual([]);
  });

  it(`are short: over ${LONG_LINES} lines only with a reason`, () => {
    const long = sources.filter(({ text }) => text.split('\n').length > LONG_LINES).map(({ path }) => path);
    expect(long.filter((path) => LONG_FILES[path] === undefined)).toEqual([]);
    expect(Object.keys(LONG_FILES).filter((path) => !long.includes(path))).toEqual([]);
  });

  it('tests say their kind in the name', () => {
    const tests = sources.filter(({ path, code }) => path.startsWith('test/') && /^\s*(?:describe|it|test)(?:\.each\([^)]*\))?\(['"`(]/m.test(code));
    const wrong = tests.filter(
      ({ path }) => !/\.(?:unit|property|contract|sim)\.test\.tsx?$|\.e2e\.ts$/.test(path) && !/(?:contract|suite)\.ts$/.test(path),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it('hold no names of package registries and no paths of the machine they were written on', () => {
    // Written so that this file does not find itself.
    const banned =
      /registry[.]npmjs|registry[.]yarnpkg|npm[m]irror|artifact[o]ry|verdacci[o]|pypi[.]org|files[.]pythonhosted|deb[.]debian|proxy[.]golang|crates[.]io|[/]work[/](?:main|shared|[.])|(?<![.\w])[/]home[/][a-z]|[/]Users[/][a-z]|(?<![.\w])[/]root[/]|(?:^|\D)(?:10|192[.]168|172[.]1[6-9])[.]\d+[.]\d+[.]\d+/;
    const found = all
      .filter((path) => TEXT.test(path))
      .flatMap((path) =>
        readFileSync(join(ROOT, path), 'utf8')
          .split('\n')
          .flatMap((line, i) => (banned.test(line) ? [`${path}:${i + 1}`] : [])),
      );
    expect(found).toEqual([]);
  });

  it('the lock names packages by content, not by the server they came from', () => {
    const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
    expect(lock).not.toContain('"resolved"');
    expect(lock).toContain('"integrity": "sha512-');
  });

  it('every package is pinned to one version', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });
});
