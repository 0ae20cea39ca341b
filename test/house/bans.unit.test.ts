// What code of this project does not do. Each ban names what to use in its place.
import { describe, expect, it } from 'vitest';
import { linesWith, sourceFiles } from './source-files.ts';

const pure = sourceFiles(
  'src/problem',
  'src/columns',
  'src/pipeline',
  'src/sql',
  'src/plan',
  'src/operators',
  'src/storage',
  'src/engine',
  'src/protocol',
);
const product = sourceFiles('src', 'workers');
const everything = [...product, ...sourceFiles('test')];

/** In the pure folders time, chance, storage and the network come in as ports. */
const PURE_BANS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)/, 'the injected clock (RunPorts.nowMs)'],
  [/\bperformance\s*\./, 'the injected clock (RunPorts.monotonicMs)'],
  [/\bMath\.random\b/, 'an id or a seed from the caller'],
  [/\bcrypto\s*\./, 'an id from the caller, or columns/digest.ts'],
  [/\b(?:setTimeout|setInterval|setImmediate|requestAnimationFrame|queueMicrotask)\s*\(/, 'a call by the host, which has the timers'],
  [/\bindexedDB\b|\blocalStorage\b|\bsessionStorage\b|\bnavigator\s*\./, 'the Store contract'],
  [/\bfetch\s*\(|\bXMLHttpRequest\b|\bnew WebSocket\b/, 'a port of the run'],
  [/\bprocess\s*\.|\bBuffer\b|\brequire\s*\(/, 'nothing of Node'],
  [/\bconsole\s*\./, 'a Problem, or a notice of the observer'],
];

/** Nowhere in the product: code from text, and answers that depend on the machine's language. */
const PRODUCT_BANS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\beval\s*\(|\bnew Function\b/, 'column functions compiled from the expression tree'],
  [/dangerouslySetInnerHTML|\.innerHTML\b|insertAdjacentHTML|document\.write\b/, 'React elements'],
  [/\bas any\b|@ts-ignore|@ts-nocheck/, 'a type'],
  [/\benum\s+[A-Z]/, 'a union of strings'],
];

/** Not in Node 20, so not where tests of Node run: the pure folders are checked by their `lib`, these by name. */
const TOO_NEW = /\bPromise\.(?:withResolvers|try)\b|\bArray\.fromAsync\b|\bUint8Array\.from(?:Base64|Hex)\b|\bTemporal\b/;

const UNFINISHED = /\b(?:TODO|FIXME|HACK)\b|\bXXX:|[Cc]oming soon|[Nn]ot yet implemented|[Ll]orem ipsum/;

describe('bans', () => {
  it.each(PURE_BANS)('the pure folders keep from %s: %s instead', (pattern) => {
    expect(pure.flatMap((file) => linesWith(file, pattern))).toEqual([]);
  });

  it.each(PRODUCT_BANS)('the product keeps from %s: %s instead', (pattern) => {
    expect(product.flatMap((file) => linesWith(file, pattern))).toEqual([]);
  });

  it('only workers and headless touch storage and locks of their platform; the studio asks the engine', () => {
    const studio = sourceFiles('src/studio').concat(sourceFiles('src').filter((file) => file.path === 'src/main.tsx'));
    expect(studio.flatMap((file) => linesWith(file, /\bindexedDB\b|navigator\.locks\b|navigator\.storage\b|new SharedWorker\b/))).toEqual([]);
  });

  it('exactly one place makes a worker', () => {
    expect(product.flatMap((file) => linesWith(file, /\bnew Worker\(/))).toHaveLength(1);
  });

  it('nothing needs a newer Node than 20', () => {
    expect(product.flatMap((file) => linesWith(file, TOO_NEW))).toEqual([]);
  });

  it('nothing is left for later', () => {
    const self = 'test/house/bans.unit.test.ts';
    const found = everything
      .filter((file) => file.path !== self)
      .flatMap((file) => file.text.split('\n').flatMap((line, i) => (UNFINISHED.test(line) ? [`${file.path}:${i + 1}: ${line.trim()}`] : [])));
    expect(found).toEqual([]);
  });

  it('the reader of code sees code and not comments', () => {
    const [clock] = pure.filter((file) => file.path === 'src/engine/batch-grid.ts');
    expect(clock?.text).toContain('//');
    expect(clock?.code).not.toContain('//');
    expect(pure.length).toBeGreaterThan(100);
  });
});
