import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PipelineDocument } from '../../src/pipeline/document.ts';
import { addOperator, connect, moveOperators, setDisabled, setParam } from '../../src/pipeline/edits.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { parseDocument } from '../../src/pipeline/parse.ts';
import { mustBeOk } from './expect-result.ts';
import { WORD_COUNT, WORD_COUNT_BY_HAND } from './word-count.ts';

function open(text: string): PipelineDocument {
  return mustBeOk(parseDocument(text)).document;
}

/** Lines of `b` that are not in `a`, and the other way round, by a longest common subsequence. */
function diffLines(a: string, b: string): { readonly removed: string[]; readonly added: string[] } {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const lengths = Array.from({ length: left.length + 1 }, () => new Int32Array(right.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row !== undefined) row[j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const [removed, added]: [string[], string[]] = [[], []];
  for (let i = 0, j = 0; i < left.length || j < right.length; ) {
    if (i < left.length && left[i] === right[j]) {
      i++;
      j++;
    } else if (j >= right.length || (i < left.length && at(i + 1, j) >= at(i, j + 1))) removed.push(left[i++] ?? '');
    else added.push(right[j++] ?? '');
  }
  return { removed, added };
}

function mergeWithGit(base: string, ours: string, theirs: string): { readonly text: string; readonly conflicts: number } {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-merge-'));
  try {
    const paths = Object.entries({ ours, base, theirs }).map(([name, text]) => {
      const path = join(folder, `${name}.json`);
      writeFileSync(path, text);
      return path;
    });
    return { text: execFileSync('git', ['merge-file', '-p', ...paths], { encoding: 'utf8' }), conflicts: 0 };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    return { text: stdout, conflicts: status };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('b5: the text of a document', () => {
  it('is the fixed layout, whatever the layout it was read from', () => {
    expect(formatDocument(open(WORD_COUNT_BY_HAND))).toBe(WORD_COUNT);
  });

  it('is byte-identical after opening and saving without a change', () => {
    expect(formatDocument(open(WORD_COUNT))).toBe(WORD_COUNT);
  });

  it('changes one line, a position, when a box is moved', () => {
    const moved = moveOperators(open(WORD_COUNT), { 'clean-9d10': [440, 120] }).document;
    expect(diffLines(WORD_COUNT, formatDocument(moved))).toEqual({
      removed: ['      "clean-9d10": [416, 80],'],
      added: ['      "clean-9d10": [440, 120],'],
    });
  });

  it('changes one line when a window is changed', () => {
    const changed = setParam(open(WORD_COUNT), 'counts-51e8', 'size', '60 seconds').document;
    expect(diffLines(WORD_COUNT, formatDocument(changed))).toEqual({
      removed: ['        "size": "30 seconds",'],
      added: ['        "size": "60 seconds",'],
    });
  });

  it('only gains lines, but for commas, when an operator and its edge are added', () => {
    const added = addOperator(open(WORD_COUNT), { id: 'table-1b2c', type: 'table', params: {}, at: [792, 272] }).document;
    const wired = connect(added, { operator: 'counts-51e8', port: 'out' }, { operator: 'table-1b2c', port: 'in' }).document;
    const diff = diffLines(WORD_COUNT, formatDocument(wired));
    expect(diff.removed.map((line) => `${line},`).filter((line) => !diff.added.includes(line))).toEqual([]);
    expect(diff.added.filter((line) => !diff.removed.includes(line.slice(0, -1)))).toEqual([
      '    "table-1b2c": { "type": "table", "params": {} }',
      '    "counts-51e8.out -> table-1b2c.in"',
      '      "table-1b2c": [792, 272]',
    ]);
  });

  it('merges with plain git when one branch moves a box and the other changes a window', () => {
    const base = open(WORD_COUNT);
    const ours = moveOperators(base, { 'counts-51e8': [640, 160] }).document;
    const theirs = setParam(base, 'counts-51e8', 'size', '60 seconds').document;
    const merged = mergeWithGit(WORD_COUNT, formatDocument(ours), formatDocument(theirs));
    expect(merged.conflicts).toBe(0);
    expect(merged.text).toBe(formatDocument(setParam(ours, 'counts-51e8', 'size', '60 seconds').document));
  });

  it('merges with plain git when one branch adds an operator and the other changes another one', () => {
    const base = open(WORD_COUNT);
    const added = addOperator(base, { id: 'table-1b2c', type: 'table', params: {}, at: [792, 272] }).document;
    const ours = connect(added, { operator: 'counts-51e8', port: 'out' }, { operator: 'table-1b2c', port: 'in' }).document;
    const theirs = setParam(setDisabled(base, ['clean-9d10'], true).document, 'words-02bc', 'as', 'w').document;
    const merged = mergeWithGit(WORD_COUNT, formatDocument(ours), formatDocument(theirs));
    expect(merged.conflicts).toBe(0);
    expect(open(merged.text)).toEqual(setParam(setDisabled(ours, ['clean-9d10'], true).document, 'words-02bc', 'as', 'w').document);
  });

  it('writes names in any script as they are', () => {
    const document = { ...open(WORD_COUNT), name: 'にほんご \u{1F433}' };
    expect(formatDocument(document).split('\n')[1]).toContain('"name": "にほんご \u{1F433}"');
  });

  it('keeps optional settings, and leaves them out when they are not set', () => {
    const text = WORD_COUNT.replace('"downtime": "catch-up" }', '"downtime": "skip", "checkpointInterval": "20 seconds", "backpressure": false }');
    expect(formatDocument(open(text))).toBe(text);
  });
});
