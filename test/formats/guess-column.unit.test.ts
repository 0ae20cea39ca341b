// What a column is taken for, by its texts: what would change their meaning is offered and not chosen.
import { describe, expect, it } from 'vitest';
import { columnFromValues } from '../../src/columns/build.ts';
import { formatType, STRING } from '../../src/columns/data-type.ts';
import { guessColumn, type TextSource } from '../../src/formats/sniff/guess-column.ts';

function guessed(name: string, texts: readonly string[], source: TextSource = 'text') {
  const column = columnFromValues(STRING, texts);
  if (column.kind !== 'string') throw new Error('texts');
  const { bytes, starts, ends } = column;
  const { type, form, offers, nullWords } = guessColumn(name, { bytes, starts, ends, nulls: new Uint8Array(texts.length) }, source);
  const words = (t: typeof type, f: typeof form) =>
    `${formatType(t)}${f.kind === 'cast' ? '' : f.kind === 'epoch' ? ` ${f.unit}` : f.kind === 'pattern' ? ` ${f.pattern}` : ' comma'}`;
  return { is: words(type, form), offers: offers.map((offer) => words(offer.type, offer.form)), nullWords };
}

const twenty = Array.from({ length: 20 }, (_, i) => String(i));

describe('a column', () => {
  it.each<[string, string, readonly string[], string, readonly string[]]>([
    ['small whole numbers', 'v', ['1', '-2', '30'], 'INT', []],
    ['large ones', 'v', ['1', '300000000'], 'BIGINT', []],
    ['ones beyond BIGINT', 'v', ['1', '9223372036854775808'], 'DECIMAL(20,0)', []],
    ['numbers', 'v', ['1', '2.5', '1e3', 'NaN'], 'DOUBLE', []],
    ['numbers with zeros in front', 'zip', ['01234', '99999'], 'STRING', []],
    ['decimal commas', 'v', ['1,5', '2'], 'STRING', ['DOUBLE comma']],
    ['commas before thousands', 'v', ['1,234', '12,345,678'], 'STRING', []],
    ['commas that may be either', 'v', ['1,234', '12,345'], 'STRING', ['DOUBLE comma']],
    ['true and false', 'v', ['true', 'FALSE'], 'BOOLEAN', []],
    ['yes and no', 'v', ['yes', 'no', 'Yes'], 'STRING', ['BOOLEAN']],
    ['dates', 'v', ['2024-02-29', '2024-3-1'], 'DATE', []],
    ['times', 'v', ['2024-02-29 12:00', '2024-02-29T12:00:00.5+02:00'], 'TIMESTAMP', []],
    ['dates with points', 'v', ['29.02.2024', '01.03.2024'], 'DATE dd.MM.yyyy', []],
    ['dates that can only be read one way', 'v', ['02/29/2024', '03/01/2024'], 'DATE MM/dd/yyyy', []],
    ['dates that can be read two ways', 'v', ['02/03/2024', '03/01/2024'], 'STRING', ['DATE MM/dd/yyyy', 'DATE dd/MM/yyyy']],
    ['dates and hours of America', 'v', ['02/29/2024 1:05 PM', '12/31/2024 11:59 AM'], 'TIMESTAMP MM/dd/yyyy h:mm a', []],
    ['times of access logs', 'v', ['10/Jun/2024:06:13:20 +0000'], 'TIMESTAMP dd/MMM/yyyy:HH:mm:ss Z', []],
    ['seconds in a column that says time', 'created_at', ['1718000000', '1718000001'], 'TIMESTAMP s', ['BIGINT']],
    ['seconds with a fraction', 'ts', ['1718000000.25', '1718000001'], 'TIMESTAMP s', ['DOUBLE']],
    ['seconds in a column that does not', 'n', ['1718000000', '1718000001'], 'BIGINT', ['TIMESTAMP s']],
    ['milliseconds', 'eventTime', ['1718000000000'], 'TIMESTAMP ms', ['BIGINT']],
    ['compact dates that say so', 'date', ['20240229', '20240301'], 'DATE yyyyMMdd', ['INT']],
    ['numbers that only look like dates', 'part', ['20240229', '20240301'], 'INT', ['DATE yyyyMMdd']],
    ['a year', 'year', ['2023', '2024'], 'INT', []],
    ['texts', 'v', ['Ulm', 'Graz'], 'STRING', []],
    ['mixed', 'v', ['1', 'x'], 'STRING', []],
    ['addresses', 'v', ['198.51.100.7', '203.0.113.9'], 'STRING', []],
    ['one odd among many', 'v', [...twenty, 'x'], 'INT', []],
    ['many odd', 'v', [...twenty, 'x', 'y', 'z'], 'STRING', []],
  ])('of %s', (_, name, texts, is, offers) => {
    expect(guessed(name, texts)).toMatchObject({ is, offers });
  });

  it('has words for nothing only beside values that are no text', () => {
    expect(guessed('v', ['1', 'NA', '2', 'N/A'])).toMatchObject({ is: 'INT', nullWords: ['NA', 'N/A'] });
    expect(guessed('country', ['NA', 'DE', 'FR'])).toMatchObject({ is: 'STRING' });
  });

  it('of JSON texts is no number, whatever they look like', () => {
    expect(guessed('v', ['1', '2'], 'json-text').is).toBe('STRING');
    expect(guessed('v', ['2024-02-29'], 'json-text').is).toBe('DATE');
  });
});
