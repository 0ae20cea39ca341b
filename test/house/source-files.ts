// The files of the project as text, with what each imports, for the tests that hold the house in shape.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Not ours, or made from other files. */
const PASSED_OVER = new Set([
  'node_modules',
  'dist',
  '.git',
  'test-results',
  'coverage',
  'playwright-report',
  'expression.parser.ts',
  'expression.parser.terms.ts',
]);

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Text without comments, for rules about what code does. */
  readonly code: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** From the root with slashes, when it is a file of this project. */
  readonly target: string | null;
  readonly typesOnly: boolean;
  readonly line: number;
}

/** Every file below `folder` (a path from the root), whatever it holds. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (PASSED_OVER.has(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap((folder) => filesBelow(folder))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
    .map(readSource);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const code = withoutComments(text);
  return { path, text, code, imports: importsOf(path, code) };
}

/** Comments become blanks; line breaks stay, so that lines keep their numbers. Strings and templates are kept. */
function withoutComments(text: string): string {
  const pattern = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(pattern, (found) => (found.startsWith('//') || found.startsWith('/*') ? found.replace(/[^\n]/g, ' ') : found));
}

const STATEMENT = /^(?:import|export)\b([^'";]*?)\bfrom\s*'([^']+)'|^import\s*'([^']+)'/gm;
const CALL = /\bimport\(\s*'([^']+)'\s*\)|\bnew URL\(\s*'([^']+)'\s*,\s*import\.meta\.url\s*\)/g;

function importsOf(path: string, code: string): readonly Import[] {
  const imports: Import[] = [];
  const add = (specifier: string, typesOnly: boolean, at: number): void => {
    imports.push({ specifier, target: targetOf(path, specifier), typesOnly, line: code.slice(0, at).split('\n').length });
  };
  for (const match of code.matchAll(STATEMENT)) {
    const clause = match[1] ?? '';
    const names = clause.replace(/[{}]/g, '').split(',');
    const eachIsType = clause.includes('{') && names.every((name) => name.trim() === '' || name.trim().startsWith('type '));
    add(match[2] ?? match[3] ?? '', /^\s*type\b/.test(clause) || eachIsType, match.index);
  }
  for (const match of code.matchAll(CALL)) add(match[1] ?? match[2] ?? '', false, match.index);
  return imports;
}

function targetOf(from: string, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.normalize(posix.join(dirname(from).split(sep).join('/'), specifier)) : null;
}

/** "src/engine/run.ts:12", for messages that an editor can follow. */
export function place(file: SourceFile, line: number): string {
  return `${relative(ROOT, join(ROOT, file.path)).split(sep).join('/')}:${line}`;
}

/** Lines of code in which the pattern is found. */
export function linesWith(file: SourceFile, pattern: RegExp): readonly string[] {
  return file.code.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${place(file, i + 1)}: ${line.trim()}`] : []));
}
