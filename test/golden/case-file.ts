// The case files of the golden format as they are on disk: JSON, with the fields this runner reads. What it does not know
// it passes over, so that files of later kinds load.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PlainValue } from '../../src/columns/build.ts';

type PlainRow = readonly PlainValue[];

export interface CaseNode {
  readonly id: string;
  readonly op: string;
  readonly in: readonly string[];
  readonly columns?: { readonly [name: string]: string };
  readonly condition?: string;
  readonly expr?: string;
  readonly as?: string;
  readonly position?: string;
  readonly outer?: boolean;
  readonly keys?: { readonly [name: string]: string };
  readonly aggregates?: { readonly [name: string]: string };
  readonly window?: {
    readonly time?: string;
    readonly sizeMs?: number;
    readonly slideMs?: number;
    readonly inverse?: boolean;
    readonly keepEmptyKeys?: boolean;
  };
  readonly sizeMs?: number;
  readonly slideMs?: number;
  readonly how?: string;
  readonly on?: string;
  readonly static?: string;
  readonly orderBy?: readonly string[];
  readonly limit?: number;
  readonly perKey?: readonly string[];
  readonly per?: string;
  readonly state?: { readonly [field: string]: string };
  readonly update?: { readonly [field: string]: string };
  readonly remove?: string;
  readonly emit?: { readonly [column: string]: string };
  readonly where?: string;
  readonly timeoutMs?: number;
  readonly onTimeout?: { readonly [column: string]: string };
  readonly initial?: readonly PlainRow[];
  readonly timeoutScan?: string;
  readonly snapshots?: boolean;
  readonly checkpointMs?: number;
}

export interface ExpectedBatch {
  readonly step: number;
  readonly noData?: boolean;
  readonly fires?: boolean;
  readonly rows?: readonly PlainRow[];
}

export interface RecoveryFacts {
  readonly stopAfterBatch: number;
  readonly unfinishedBatches?: number;
  readonly restartClockMs: number;
  readonly outputsAfter: readonly { readonly timeMs: number; readonly fires?: boolean; readonly rows?: readonly PlainRow[] }[];
}

export interface PlanCase {
  readonly name: string;
  readonly settings: { readonly [name: string]: unknown };
  readonly tables?: { readonly [name: string]: { readonly schema: string; readonly rows: readonly PlainRow[] } };
  readonly sources: { readonly [name: string]: { readonly schema: string } };
  readonly nodes: readonly CaseNode[];
  readonly output: string;
  readonly steps: readonly { readonly [source: string]: readonly PlainRow[] | null }[];
  readonly restartBefore?: readonly number[];
  readonly schema?: string;
  readonly schema4?: string;
  readonly expected?: readonly ExpectedBatch[];
  readonly expected4?: readonly ExpectedBatch[];
  readonly ordered?: boolean;
  readonly tolerance?: number;
  readonly only?: string;
  readonly expectedError?: ExpectedError;
  readonly expectedError4?: ExpectedError;
  readonly recovery?: RecoveryFacts;
}

export interface ExpectedError {
  readonly phase: string;
  readonly step?: number;
  readonly class: string | null;
}

export interface PidCase {
  readonly name: string;
  readonly params: {
    readonly batchIntervalMs: number;
    readonly proportional: number;
    readonly integral: number;
    readonly derived: number;
    readonly minRate: number;
  };
  readonly calls: readonly {
    readonly time: number;
    readonly elements: number;
    readonly processingDelay: number;
    readonly schedulingDelay: number;
    readonly result: number | null;
  }[];
}

export interface CaseFile {
  /** Base name, for lists. */
  readonly file: string;
  readonly kind: string;
  readonly engine: string;
  readonly cases: readonly unknown[];
  /** The whole, for runners that read more of it. */
  readonly whole: unknown;
}

/** The JSON files under the paths, directories searched through, in order of name. */
export function findCaseFiles(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).sort();
    return findCaseFiles(names.map((name) => join(path, name)).filter((inner) => inner.endsWith('.json') || statSync(inner).isDirectory()));
  });
}

/** @throws Error when it is no JSON. Anything else that is wrong with it shows as its kind. */
export function readCaseFile(path: string): CaseFile {
  const whole: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const fields = (typeof whole === 'object' && whole !== null ? whole : {}) as { readonly [name: string]: unknown };
  const cases = Array.isArray(fields['cases']) ? (fields['cases'] as readonly unknown[]) : [];
  return { file: basename(path), kind: String(fields['kind'] ?? 'none'), engine: String(fields['engine'] ?? ''), cases, whole };
}
