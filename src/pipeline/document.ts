// The document: what a user edits, saves, diffs and merges. Immutable values; an edit makes a new one (edits.ts). It may
// be invalid as a pipeline (a draft), never as a value. Text form: parse.ts and format.ts. Positions and notes live
// in `ui`, apart from meaning, so moving a box never touches logic.
import type { Json } from '../problem/json.ts';

/** ASCII `[a-z][a-z0-9-]*`, made once with a random part, never reused, never shown as the name. */
export type OperatorId = string;

export interface OperatorBox {
  /** Key of the catalogue. A type this build does not know is kept as it is and makes the document read-only. */
  readonly type: string;
  /** What the user calls it; absent: the operator's title. Any script. */
  readonly name?: string;
  /** Taken out of the run: its rows pass through where input and output fit, otherwise nothing flows. */
  readonly disabled?: boolean;
  readonly params: { readonly [name: string]: Json };
}

export interface Endpoint {
  readonly operator: OperatorId;
  readonly port: string;
}

export interface Edge {
  readonly from: Endpoint;
  readonly to: Endpoint;
}

export interface Note {
  readonly text: string;
  readonly at: readonly [number, number];
  readonly size: readonly [number, number];
}

/** Durations are Spark interval text in normal form, "10 seconds". */
export interface Settings {
  readonly batchInterval: string;
  readonly durability: 'relaxed' | 'strict';
  readonly timeZone: string;
  readonly watermarkPolicy: 'min' | 'max';
  readonly downtime: 'catch-up' | 'skip';
  /** Absent: automatic, the smallest multiple of the batch interval that is at least 10 seconds. "off": none, and nothing with keyed state runs. */
  readonly checkpointInterval?: string;
  /** Absent: on. */
  readonly backpressure?: boolean;
}

export interface PipelineDocument {
  readonly name: string;
  readonly settings: Settings;
  readonly operators: { readonly [id: OperatorId]: OperatorBox };
  readonly edges: readonly Edge[];
  readonly ui: {
    readonly positions: { readonly [id: OperatorId]: readonly [number, number] };
    readonly notes: readonly Note[];
  };
}

export const DEFAULT_SETTINGS: Settings = {
  batchInterval: '1 second',
  durability: 'relaxed',
  timeZone: 'UTC',
  watermarkPolicy: 'min',
  downtime: 'catch-up',
};
