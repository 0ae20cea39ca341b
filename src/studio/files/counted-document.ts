// A first pipeline of a file: how often each value of its most telling column comes, and the newest rows.
import type { Sniffed } from '../../formats/sniffed.ts';
import { DEFAULT_SETTINGS, type PipelineDocument } from '../../pipeline/document.ts';
import type { Json } from '../../problem/json.ts';

type Params = { readonly [name: string]: Json };

export function countedDocument(name: string, guess: Sniffed, params: Params, timeZone: string): PipelineDocument {
  const key = guess.columns.find(({ type }) => type.kind === 'STRING')?.name ?? guess.columns[0]?.name ?? 'value';
  return {
    name,
    settings: { ...DEFAULT_SETTINGS, timeZone },
    operators: {
      'file-1': { type: 'file', params },
      'counts-1': { type: 'running-aggregate', params: { keys: [key], aggregates: { n: 'count(*)' } } },
      'table-1': { type: 'table', name: `By ${key}`, params: {} },
      'log-1': { type: 'log', name: 'Rows', params: {} },
    },
    edges: [
      { from: { operator: 'file-1', port: 'out' }, to: { operator: 'counts-1', port: 'in' } },
      { from: { operator: 'counts-1', port: 'out' }, to: { operator: 'table-1', port: 'in' } },
      { from: { operator: 'file-1', port: 'out' }, to: { operator: 'log-1', port: 'in' } },
    ],
    ui: { positions: { 'file-1': [0, 0], 'counts-1': [192, 0], 'table-1': [384, 0], 'log-1': [192, 152] }, notes: [] },
  };
}
