// C as a contestant of own-data.ts, where there is a compiler: own-data.c over the same bytes and numbers as the engine.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Column, Rows, StringColumn } from '../../src/columns/column.ts';
import { ADS, BATCH, CAMPAIGNS } from './own-data-inputs.ts';

interface Native {
  readonly [contestant: string]: () => { readonly answer: number; readonly ms: number };
}

/** W3 over columns (ad_id, event_type, event_time) and over records. `end` takes its files away. */
export function nativeContestants(
  columns: Rows,
  records: StringColumn,
): { readonly parsed: Native; readonly json: Native; readonly end: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-own-data-'));
  const end = () => rmSync(folder, { recursive: true, force: true });
  const binary = join(folder, 'own-data');
  try {
    execFileSync('cc', ['-O3', '-march=native', '-o', binary, join(import.meta.dirname, 'own-data.c')]);
  } catch {
    return { parsed: {}, json: {}, end };
  }
  const [ad, type, time] = columns.columns;
  const files = (name: string, parts: readonly ArrayBufferView[]) =>
    parts.map((part, i) => {
      const path = join(folder, `${name}-${i}`);
      writeFileSync(path, new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
      return path;
    });
  const run = (mode: string, paths: readonly string[]) => () => {
    const [ms, answer] = execFileSync(binary, [mode, ...paths, String(BATCH), String(ADS), String(CAMPAIGNS)], { encoding: 'utf8' })
      .split(' ')
      .map(Number);
    return { ms: ms ?? Number.NaN, answer: answer ?? Number.NaN };
  };
  const json = { c: run('json', files('json', [records.bytes, records.starts, records.ends])) };
  const [ads, types] = [texts(ad), texts(type)];
  if (time?.kind !== 'float') throw new Error('Events are two texts and a number');
  return {
    json,
    parsed: { c: run('columns', files('columns', [ads.bytes, ads.starts, ads.ends, types.bytes, types.starts, types.ends, time.values])) },
    end,
  };
}

function texts(column: Column | undefined): StringColumn {
  if (column?.kind !== 'string') throw new Error('Not a STRING column');
  return column;
}
