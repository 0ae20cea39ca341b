// The reference's entries, made from the function library itself, and how they are searched. Pure.
import { type FunctionReference, functionReference } from '../../sql/function-reference.ts';
import { aggregateInfos, type FunctionInfo } from '../../sql/language-info.ts';

export interface ReferenceEntry extends Omit<FunctionReference, 'example'> {
  readonly example: string;
  /** Its example is an expression without columns, which can be evaluated. */
  readonly tries: boolean;
}

let entries: readonly ReferenceEntry[] | null = null;

/** All of them: functions by group, operators and forms among them, then aggregates. */
export function referenceEntries(): readonly ReferenceEntry[] {
  if (entries !== null) return entries;
  const all = [
    ...functionReference().map((entry) => ({ ...entry, example: entry.example.text, tries: true })),
    ...aggregateInfos().map((info) => ({ ...info, tries: false })),
  ];
  const groups = [...new Set(all.map((entry) => entry.group))];
  entries = groups.flatMap((group) => all.filter((entry) => entry.group === group));
  return entries;
}

export const GROUP_TITLES: Readonly<Record<FunctionInfo['group'], string>> = {
  string: 'Text',
  pattern: 'Patterns',
  math: 'Numbers',
  arithmetic: 'Arithmetic',
  compare: 'Comparison',
  logic: 'Logic',
  conditional: 'Choice and NULL',
  cast: 'Types',
  datetime: 'Dates and times',
  interval: 'Intervals',
  window: 'Time windows',
  array: 'Arrays',
  map: 'Maps',
  struct: 'Structs',
  json: 'JSON',
  hash: 'Hashes',
  binary: 'Binary',
  aggregate: 'Aggregates',
};

/** Best first: the name itself, names that begin so, names that have it, then signatures and rules that speak of it. */
export function searchReference(query: string, group: FunctionInfo['group'] | null): readonly ReferenceEntry[] {
  const wanted = query.trim().toLowerCase();
  const inGroup = referenceEntries().filter((entry) => group === null || entry.group === group);
  if (wanted === '') return inGroup;
  return inGroup
    .map((entry) => ({ entry, rank: rankOf(entry, wanted) }))
    .filter(({ rank }) => rank < 6)
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

function rankOf({ name, aliases, signatures, help }: ReferenceEntry, wanted: string): number {
  const names = [name, ...aliases].map((one) => one.toLowerCase());
  if (names.includes(wanted)) return 0;
  if (names.some((one) => one.startsWith(wanted))) return 1;
  if (names.some((one) => one.includes(wanted))) return 2;
  if (signatures.some((signature) => signature.toLowerCase().includes(wanted))) return 3;
  const words = wanted.split(/\s+/);
  const text = `${names.join(' ')} ${help.toLowerCase()}`;
  return words.every((word) => text.includes(word)) ? 4 : 6;
}
