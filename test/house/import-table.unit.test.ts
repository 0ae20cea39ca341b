// Imports point one way. The table below is the one of ARCHITECTURE.md; a new folder has to be written into both.
import { describe, expect, it } from 'vitest';
import { type Import, place, type SourceFile, sourceFiles } from './source-files.ts';

interface Rule {
  readonly sees: readonly string[];
  /** Folders of which only types may be imported. */
  readonly seesTypesOf?: readonly string[];
  /** Packages, by name. */
  readonly packages: readonly string[];
}

const PURE = ['problem', 'columns', 'pipeline', 'sql', 'formats', 'plan', 'operators', 'storage', 'engine', 'protocol'] as const;

const TABLE: { readonly [folder: string]: Rule } = {
  problem: { sees: [], packages: [] },
  columns: { sees: ['problem'], packages: [] },
  pipeline: { sees: ['problem', 'columns'], packages: ['zod'] },
  sql: { sees: ['problem', 'columns'], packages: ['@lezer/common', '@lezer/lr'] },
  formats: { sees: ['problem', 'columns', 'sql'], packages: [] },
  plan: { sees: ['problem', 'columns', 'pipeline', 'sql', 'formats'], packages: [] },
  operators: { sees: ['problem', 'columns', 'pipeline', 'sql', 'formats', 'plan'], packages: ['zod'] },
  storage: { sees: ['problem', 'columns'], packages: ['zod'] },
  // Views and reports of the engine have the shapes the protocol names; none of its behaviour depends on the protocol.
  engine: { sees: ['problem', 'columns', 'sql', 'formats', 'plan', 'storage'], seesTypesOf: ['protocol'], packages: [] },
  protocol: { sees: ['problem', 'columns', 'formats', 'plan'], packages: [] },
  studio: {
    sees: ['problem', 'columns', 'pipeline', 'sql', 'formats', 'plan', 'operators', 'protocol'],
    packages: [
      'react',
      'react-dom',
      '@xyflow/react',
      'zustand',
      'radix-ui',
      'cmdk',
      'sonner',
      'uplot',
      'react-resizable-panels',
      '@tanstack/react-virtual',
      '@tabler/icons-react',
      '@dagrejs/dagre',
      '@codemirror/autocomplete',
      '@codemirror/commands',
      '@codemirror/language',
      '@codemirror/lint',
      '@codemirror/state',
      '@codemirror/view',
      '@lezer/common',
      '@lezer/highlight',
      'comlink',
    ],
  },
  workers: { sees: ['problem', 'columns', 'formats', 'plan', 'operators', 'storage', 'engine', 'protocol'], packages: ['idb', 'comlink'] },
  headless: { sees: [...PURE], packages: ['node', 'rolldown'] },
};

/** The one file of the studio that may speak to the worker through Comlink and start it. */
const LINK = 'src/studio/store/worker-connection.ts';
const WORKER = 'workers/engine.worker.ts';

const files = sourceFiles('src', 'workers');

describe('the import table', () => {
  it('names every folder of src', () => {
    const folders = new Set(files.map(folderOf));
    expect([...folders].filter((folder) => TABLE[folder] === undefined)).toEqual([]);
  });

  it('is kept: each folder imports only from the folders it may see', () => {
    const wrong = files.flatMap((file) =>
      file.imports.filter((i) => i.target !== null && !maySee(file, i)).map((i) => `${place(file, i.line)} imports ${i.target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('is kept for packages: React and React Flow only in the studio, idb only in workers, Comlink only at the two ends of the protocol', () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((i) => i.target === null)
        .filter((i) => !mayUse(file, packageOf(i.specifier)))
        .map((i) => `${place(file, i.line)} imports ${i.specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no import that leads nowhere, and every import of a file carries its ending', () => {
    const known = new Set(files.map((f) => f.path));
    const generated = /src\/sql\/parser\/expression\.parser(\.terms)?\.ts$/;
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((i) => i.target !== null && /\.(css|json|woff2|svg|png)$/.exec(i.target) === null)
        .filter((i) => i.target !== null && !known.has(i.target) && !generated.test(i.target) && i.specifier !== '..' && !i.specifier.endsWith('/'))
        .map((i) => `${place(file, i.line)} imports ${i.specifier}`)
        .filter((line) => !line.startsWith('src/headless/')),
    );
    expect(wrong).toEqual([]);
  });

  it('has no cycles among files', () => {
    expect(cyclesOf(files)).toEqual([]);
  });

  it('has no barrel files: nothing is exported a second time', () => {
    const again = files.flatMap((file) => (/^export\s+(?:type\s+)?(?:\*|\{[^}]*\}\s*from)/m.test(file.code) ? [file.path] : []));
    expect(again).toEqual([]);
  });

  it('sees what it looks for (the reader of imports works)', () => {
    const run = files.find((file) => file.path === 'src/engine/run.ts');
    expect(run?.imports.some((i) => i.target === 'src/storage/store.ts' && !i.typesOnly)).toBe(true);
    expect(run?.imports.some((i) => i.target === 'src/protocol/engine-api.ts' && i.typesOnly)).toBe(true);
    expect(files.length).toBeGreaterThan(200);
  });
});

function folderOf(file: Pick<SourceFile, 'path'>): string {
  const [top = '', second = ''] = file.path.split('/');
  if (top !== 'src') return top;
  return file.path.split('/').length === 2 ? 'studio' : second;
}

function maySee(file: SourceFile, found: Import): boolean {
  const from = folderOf(file);
  const target = found.target ?? '';
  // The build configuration asks headless for the policy; here it is about what the product's code imports.
  const to = folderOf({ path: target });
  if (from === to || !target.includes('/')) return true;
  if (file.path === LINK && target === WORKER) return true;
  if (from === 'headless' && !target.startsWith('src/')) return true;
  const rule = TABLE[from];
  return rule?.sees.includes(to) === true || (found.typesOnly && rule?.seesTypesOf?.includes(to) === true);
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

function mayUse(file: SourceFile, name: string): boolean {
  if (name === 'comlink') return file.path === LINK || folderOf(file) === 'workers';
  return TABLE[folderOf(file)]?.packages.includes(name) === true;
}

/** Each cycle once, as "a -> b -> a". Types count: a cycle of types is a cycle of thoughts. */
function cyclesOf(all: readonly SourceFile[]): readonly string[] {
  const targets = new Map(all.map((file) => [file.path, file.imports.flatMap((i) => (i.target === null || i.target === WORKER ? [] : [i.target]))]));
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const cycles: string[] = [];
  const visit = (path: string): void => {
    if (state.get(path) === 'done' || !targets.has(path)) return;
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    state.set(path, 'open');
    trail.push(path);
    for (const target of targets.get(path) ?? []) visit(target);
    trail.pop();
    state.set(path, 'done');
  };
  for (const path of targets.keys()) visit(path);
  return cycles;
}
