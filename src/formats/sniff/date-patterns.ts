// Dates and times that are not ISO: which pattern of date_format reads all of the texts. Where day and month could be either, nothing
// is chosen and both are offered.
import { DATE, type DataType, TIMESTAMP } from '../../columns/data-type.ts';
import { parseByPattern } from '../../sql/datetime/parse-by-pattern.ts';
import { readPattern } from '../../sql/datetime/pattern.ts';
import { UTC } from '../../sql/datetime/zone-names.ts';

export interface DatePattern {
  readonly pattern: string;
  readonly type: DataType;
}

const DATES = [
  ...['dd.MM.yyyy', 'd.M.yyyy', 'MM/dd/yyyy', 'dd/MM/yyyy', 'M/d/yyyy', 'd/M/yyyy', 'yyyy/MM/dd', 'yyyy/M/d', 'yyyy.MM.dd'],
  ...['dd-MM-yyyy', 'MM-dd-yyyy', 'dd-MMM-yyyy', 'd MMM yyyy', 'MMM d, yyyy', 'dd.MM.yy', 'MM/dd/yy', 'dd/MM/yy'],
];
const CLOCKS = ['HH:mm:ss', 'HH:mm', 'H:mm', 'HH:mm:ss.SSS', 'h:mm:ss a', 'h:mm a', 'hh:mm a'];
const CANDIDATES: readonly DatePattern[] = [
  ...DATES.map((pattern) => ({ pattern, type: DATE })),
  ...DATES.flatMap((day) => CLOCKS.map((clock) => ({ pattern: `${day} ${clock}`, type: TIMESTAMP }))),
  ...DATES.slice(0, 9).flatMap((day) => CLOCKS.slice(0, 4).map((clock) => ({ pattern: `${day}'T'${clock}`, type: TIMESTAMP }))),
  { pattern: 'dd/MMM/yyyy:HH:mm:ss Z', type: TIMESTAMP },
  { pattern: "yyyy-MM-dd'T'HH:mm:ssZ", type: TIMESTAMP },
  { pattern: "yyyy-MM-dd'T'HH:mm:ss.SSSZ", type: TIMESTAMP },
  { pattern: "yyyyMMdd'T'HHmmss", type: TIMESTAMP },
  { pattern: "yyyyMMdd'T'HHmmssX", type: TIMESTAMP },
];

/** Patterns that read every one of the texts, the likeliest first; two that say the same of all of them are one. */
export function patternsOf(texts: readonly string[]): readonly DatePattern[] {
  if (texts.length === 0 || texts.some((text) => text.length > 40 || text.length < 6 || !/\d/.test(text))) return [];
  const found: (DatePattern & { readonly times: string })[] = [];
  for (const candidate of CANDIDATES) {
    const pattern = readPattern(candidate.pattern, 'parse');
    if (!pattern.ok) continue;
    const times: string[] = [];
    for (const text of texts) {
      const time = parseByPattern(pattern.parts, text, UTC);
      if (time === null) break;
      times.push(`${time.seconds}.${time.micros}`);
    }
    if (times.length < texts.length) continue;
    const key = times.join();
    if (!found.some((other) => other.times === key)) found.push({ ...candidate, times: key });
  }
  return found.map(({ pattern, type }) => ({ pattern, type }));
}
