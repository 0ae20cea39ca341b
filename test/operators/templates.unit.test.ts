import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import type { Rows } from '../../src/columns/column.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import { rangeRows, splitLines } from '../../src/engine/sources/range-rows.ts';
import { bundledFile } from '../../src/formats/bundled-files.ts';
import { RecordFramer } from '../../src/formats/framing/record-framer.ts';
import { lowerDocument } from '../../src/operators/lower-document.ts';
import { openDocument } from '../../src/operators/open-document.ts';
import { labelOf } from '../../src/operators/operator-label.ts';
import { TEMPLATES } from '../../src/operators/templates.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { LINE_SCHEMA } from '../../src/plan/generator-schemas.ts';
import type { SourceSpec } from '../../src/plan/plan.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';
import { expectWhole } from '../pipeline/random-documents.ts';

const book = new Uint8Array(readFileSync(join(import.meta.dirname, '../../public/samples/moby-dick.txt')));
const samples = { text: (name: string) => (name === 'moby-dick' ? splitLines(book) : undefined) };

/** Records of a bundled file, as a run reads them. */
function fileRows(source: SourceSpec & { readonly kind: 'file' }, from: number, to: number): Rows {
  const bundled = bundledFile(source.file.sha256);
  if (bundled === undefined) throw new Error(`${source.file.name} does not come with the studio`);
  const raw = readFileSync(join(import.meta.dirname, '../../public', bundled.path));
  expect([createHash('sha256').update(raw).digest('hex'), raw.length]).toEqual([bundled.sha256, bundled.bytes]);
  const { column } = new RecordFramer(source.framing).all(new Uint8Array(bundled.path.endsWith('.gz') ? gunzipSync(raw) : raw));
  const [starts, ends] = [column.starts.slice(from, to), column.ends.slice(from, to)];
  return { schema: LINE_SCHEMA, columns: [{ ...column, length: starts.length, starts, ends }], length: starts.length, selection: null };
}

const each = TEMPLATES.map((template) => [template.document.name, template] as const);

describe.each(each)('the template "%s"', (_, { document, description, tags }) => {
  it('is a document as the studio writes it, without a problem', () => {
    expectWhole(document);
    expect(mustBeOk(openDocument(formatDocument(document)))).toEqual({ document, readOnly: null });
    const { problems } = lowerDocument(document);
    // Words that people type have no end, and it is right to say so.
    const isTyped = Object.values(document.operators).some(({ type }) => type === 'typed-lines');
    expect(problems.filter((p) => !isTyped || p.code !== 'algebra/state-grows')).toEqual([]);
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(tags.length).toBeGreaterThan(1);
  });

  it('has room for every box, in rows', () => {
    const places = Object.keys(document.operators).map((id) => document.ui.positions[id] ?? [Number.NaN, Number.NaN]);
    for (const [i, [x, y]] of places.entries()) {
      expect(x % 4 === 0 && y % 8 === 0).toBe(true);
      for (const [ox, oy] of places.slice(i + 1)) expect(Math.abs(x - ox) >= 188 || Math.abs(y - oy) >= 180).toBe(true);
    }
  });

  it('gives changing rows to a sink within three batches', () => {
    const { plan } = lowerDocument(document);
    if (plan === null) throw new Error('no plan');
    const runtime = createPlanRuntime(plan, { zeroTimeMs: 0, now: () => 0 });
    const seen = new Map<string, string[]>();
    for (let batch = 1; batch <= 3; batch++) {
      const sources = new Map(
        plan.nodes.flatMap((node) => {
          if (node.kind !== 'source') return [];
          const { source, output } = node;
          if (source.kind === 'live') return [[node.id, rowsFromValues(output.columns, [[`the whale ${batch}`], ['Call me Ishmael']])] as const];
          if (source.kind === 'file') return [[node.id, fileRows(source, (batch - 1) * 2000, batch * 2000)] as const];
          const n = source.rowsPerSecond;
          return [[node.id, rangeRows(source, output.columns, (batch - 1) * n, batch * n, samples)] as const];
        }),
      );
      for (const [sink, rows] of runtime.runBatch({ batchId: batch, timeMs: batch * 1000, sources }).sinks) {
        if (rows === null || rows.length === 0) continue;
        seen.set(sink, [...(seen.get(sink) ?? []), JSON.stringify(valuesFromRows(rows))]);
      }
    }
    const moving = [...seen.values()].filter((shown) => new Set(shown).size >= 2);
    expect(moving.length).toBeGreaterThan(0);
    const charts = plan.nodes.filter((node) => node.kind === 'sink' && node.view.kind === 'chart');
    for (const chart of charts) expect(seen.get(chart.id)?.length).toBe(3);
  });
});

describe('templates', () => {
  it('are thirteen, with ids and names of their own, and no id of an operator twice', () => {
    expect(TEMPLATES).toHaveLength(13);
    expect(new Set(TEMPLATES.map((t) => t.id)).size).toBe(13);
    expect(TEMPLATES[0]?.document.name).toBe('Word count that survives reload');
    const ids = TEMPLATES.flatMap((t) => Object.keys(t.document.operators));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { document } of TEMPLATES) for (const box of Object.values(document.operators)) expect(labelOf(box).length).toBeLessThan(20);
  });
});

describe('the sample book', () => {
  it('has at least 1 MB of text in short lines, none empty', () => {
    expect(book.length).toBeGreaterThan(1_000_000);
    const lines = new TextDecoder('utf-8', { fatal: true }).decode(book).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.filter((line) => line.trim() === '' || line.length >= 120 || /[\r\t\uFEFF]/.test(line))).toEqual([]);
    expect(lines[1]).toMatch(/^Call me Ishmael\./);
  });
});
