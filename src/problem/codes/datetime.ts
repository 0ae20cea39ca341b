import { define } from '../define.ts';

/** Problems of rows whose dates, times, zones and intervals have no value. */
export const datetimeProblems = {
  'time/pattern': define<{ value: string; text: string }>(
    'error',
    (p) => `'${p.value}' is not written as the pattern in ${p.text} says, or there is no such time.`,
    () => 'Use try_to_timestamp or try_to_date, which give NULL for such rows, or change the pattern.',
  ),
  'time/no-such': define<{ text: string }>(
    'error',
    (p) => `A row's numbers make no date or time in ${p.text}: a month, a day, an hour or another part is out of its range.`,
    () => 'Filter such rows out before this operator, or use try_make_timestamp, which gives NULL.',
  ),
  'time/zone': define<{ value: string; text: string }>(
    'error',
    (p) => `There is no time zone '${p.value}' in ${p.text}.`,
    () => "Use a region such as 'Europe/Berlin' or an offset such as '+02:00'.",
  ),
  'time/zone-name': define<{ text: string; reason: string }>(
    'error',
    (p) => `The zone of a time cannot be named in ${p.text}: ${p.reason}.`,
    () => 'Write the zone with VV or its offset with xxx.',
  ),
  'time/weekday': define<{ value: string; text: string }>(
    'error',
    (p) => `'${p.value}' is no day of the week in ${p.text}.`,
    () => "Use a name such as 'Monday', 'MON' or 'MO'.",
  ),
  'time/range': define<{ value: string; text: string }>(
    'error',
    (p) => `The time of ${p.text} is beyond all times for a row (${p.value}): they reach from the year -290308 to 294247.`,
    () => 'Filter such rows out before this operator, or use try_add or TRY_CAST, which give NULL.',
  ),
  'time/interval-range': define<{ text: string }>(
    'error',
    (p) => `The interval of ${p.text} is too long for a row.`,
    () => 'Use smaller numbers.',
  ),
};
