// Dates and times in session zones, beyond the golden cases. Answers follow from Spark's DateTimeUtils over java.time; where real
// Spark was not asked, the rule is the one that golden cases of the same kind show.
import { describe, expect, it } from 'vitest';
import { answer, answers, refusal } from '../evaluate-text.ts';

const NEW_YORK = 'America/New_York';

describe('the session zone', () => {
  it.each([
    ["string(TIMESTAMP'2024-01-01 00:00:00Z')", NEW_YORK, '2023-12-31 19:00:00'],
    ["unix_seconds(TIMESTAMP'2024-01-01 00:00:00')", NEW_YORK, 1_704_085_200],
    ["unix_seconds(TIMESTAMP'2024-01-01 00:00:00+02:00')", NEW_YORK, 1_704_060_000],
    ["string(CAST(DATE'2024-03-10' AS TIMESTAMP))", NEW_YORK, '2024-03-10 00:00:00'],
    ["unix_seconds(CAST(DATE'2018-11-04' AS TIMESTAMP))", 'America/Sao_Paulo', 1_541_300_400],
    ["string(CAST(DATE'2018-11-04' AS TIMESTAMP))", 'America/Sao_Paulo', '2018-11-04 01:00:00'],
    ["string(DATE'2024-01-01' = TIMESTAMP'2024-01-01 05:00:00Z')", NEW_YORK, 'true'],
    ["hour(TIMESTAMP'2024-07-01 12:00:00Z')", '+05:30', 17],
    ['current_timezone()', '+02:00', '+02:00'],
    ['string(current_date())', 'Pacific/Kiritimati', '2023-11-15'],
    ["string(date_trunc('DAY', TIMESTAMP'2024-11-03 06:30:00Z'))", NEW_YORK, '2024-11-03 00:00:00'],
    [
      "unix_seconds(date_trunc('HOUR', TIMESTAMP'2024-11-03 06:30:00Z')) - unix_seconds(date_trunc('HOUR', TIMESTAMP'2024-11-03 05:30:00Z'))",
      NEW_YORK,
      3_600,
    ],
    ['string(make_timestamp(2024, 3, 10, 2, 30, 0))', NEW_YORK, '2024-03-10 03:30:00'],
    ['string(make_timestamp(2024, 3, 10, 2, 30, 59.999999))', 'UTC', '2024-03-10 02:30:59.999999'],
    ["string(to_timestamp('2024-03-10 02:30', 'yyyy-MM-dd HH:mm'))", NEW_YORK, '2024-03-10 03:30:00'],
    ["date_format(TIMESTAMP'2024-07-01 12:00:00Z', 'HH:mm xxx VV')", 'Europe/Berlin', '14:00 +02:00 Europe/Berlin'],
    ["string(TIMESTAMP'1883-11-18 12:00:00Z')", NEW_YORK, '1883-11-18 07:03:58'],
    ["string(array(TIMESTAMP'2024-01-01 00:00:00Z'))", NEW_YORK, '[2023-12-31 19:00:00]'],
    ["months_between(TIMESTAMP'2024-03-31 00:00:00', TIMESTAMP'2024-02-29 12:00:00')", NEW_YORK, 1],
  ])('%s in %s', (text, zone, expected) => {
    expect(answer(text, zone)).toBe(expected);
  });
});

describe('units of time', () => {
  it.each([
    ["timestampdiff(MONTH, TIMESTAMP'2024-01-31 00:00:00', TIMESTAMP'2024-02-29 00:00:00')", 0],
    ["timestampdiff(MONTH, TIMESTAMP'2024-02-29 00:00:00', TIMESTAMP'2024-01-31 00:00:00')", 0],
    ["timestampdiff(YEAR, TIMESTAMP'2020-02-29 00:00:00', TIMESTAMP'2024-02-28 23:59:59')", 3],
    ["timestampdiff(QUARTER, TIMESTAMP'2024-01-01 00:00:00', TIMESTAMP'2024-12-31 00:00:00')", 3],
    ["timestampdiff(SECOND, TIMESTAMP'2024-01-01 00:00:00.9', TIMESTAMP'2024-01-01 00:00:02.1')", 1],
    ["datediff(WEEK, TIMESTAMP'2024-01-01 00:00:00', TIMESTAMP'2024-01-14 23:59:59')", 1],
    ["string(timestampadd(QUARTER, -1, TIMESTAMP'2024-05-31 10:00:00'))", '2024-02-29 10:00:00'],
    ["string(date_add(MICROSECOND, 1, DATE'2024-01-01'))", '2024-01-01 00:00:00.000001'],
    ["date_part('DOW_ISO', DATE'2024-02-29')", 4],
    ["date_part('week', DATE'2021-01-03')", 53],
    ["extract(YEAROFWEEK FROM DATE'2021-01-03')", 2020],
    ["extract(DAYS FROM INTERVAL '3 02:00' DAY TO MINUTE)", 3],
    ["extract(MONTH FROM INTERVAL '-1-2' YEAR TO MONTH)", -2],
    ["weekofyear(DATE'2024-12-30')", 1],
  ])('%s', (text, expected) => {
    expect(answer(text)).toBe(expected);
  });

  it('must be words that name one', () => {
    expect(refusal("timestampadd(FORTNIGHT, 1, TIMESTAMP'2024-01-01 00:00:00')")).toMatch(/^sql\/time-unit/);
    expect(refusal("timestampadd('HOUR', 1, TIMESTAMP'2024-01-01 00:00:00')")).toMatch(/^sql\/time-unit/);
    expect(refusal("extract(EPOCH FROM TIMESTAMP'2024-01-01 00:00:00')")).not.toBe('accepted');
    expect(refusal('extract(HOUR FROM INTERVAL 1 DAY)')).not.toBe('accepted');
  });
});

describe('intervals', () => {
  it.each([
    ["string(TIMESTAMP'2024-11-03 00:00:00' + INTERVAL 1 DAY)", NEW_YORK, '2024-11-04 00:00:00'],
    ["string(TIMESTAMP'2024-11-02 12:00:00' + INTERVAL 24 HOURS)", NEW_YORK, '2024-11-03 12:00:00'],
    ["string(TIMESTAMP'2024-11-02 12:00:00' + INTERVAL 23 HOURS)", NEW_YORK, '2024-11-03 10:00:00'],
    ["string(TIMESTAMP'2024-03-09 02:30:00' + INTERVAL 1 DAY)", NEW_YORK, '2024-03-10 03:30:00'],
    ["string(TIMESTAMP'2024-11-04 00:00:00' - TIMESTAMP'2024-11-03 00:00:00')", NEW_YORK, "INTERVAL '1 00:00:00' DAY TO SECOND"],
    ['string(INTERVAL 1 YEAR + INTERVAL 14 MONTHS)', 'UTC', "INTERVAL '2-2' YEAR TO MONTH"],
    ['string(INTERVAL 7 MONTHS / 2)', 'UTC', "INTERVAL '0-4' YEAR TO MONTH"],
    ['string(INTERVAL -7 MONTHS / 2)', 'UTC', "INTERVAL '-0-4' YEAR TO MONTH"],
    ['string(INTERVAL 1 SECOND * 0.3333335)', 'UTC', "INTERVAL '0 00:00:00.333334' DAY TO SECOND"],
    ['string(INTERVAL 1 DAY * 1.5D)', 'UTC', "INTERVAL '1 12:00:00' DAY TO SECOND"],
    ["string(DATE'2024-01-31' + INTERVAL 1 MONTH - INTERVAL 1 MONTH)", 'UTC', '2024-01-29'],
    ["string(DATE'2024-03-01' - DATE'2024-02-28')", 'UTC', "INTERVAL '2' DAY"],
    ['string(make_dt_interval(0, 0, 0, 1.000001))', 'UTC', "INTERVAL '0 00:00:01.000001' DAY TO SECOND"],
  ])('%s in %s', (text, zone, expected) => {
    expect(answer(text, zone)).toBe(expected);
  });

  it.each([
    ['INTERVAL 1 DAY / 0', 'INTERVAL_DIVIDED_BY_ZERO'],
    ['INTERVAL 1 DAY div INTERVAL 0 DAYS', 'DIVIDE_BY_ZERO'],
    ['make_ym_interval(2147483647, 1)', 'INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION'],
    ['INTERVAL 1000000 DAYS * 1000000000', 'java.lang.ArithmeticException'],
    ["DATE'2024-01-01' + INTERVAL 99999999 YEARS", 'ARITHMETIC_OVERFLOW'],
    ["TIMESTAMP'2024-01-01 00:00:00' + INTERVAL 99999999 YEARS", 'DATETIME_OVERFLOW'],
  ])('%s fails with %s', (text, errorClass) => {
    expect(answer(text)).toBe(errorClass);
  });

  it.each(["INTERVAL 1 DAY - DATE'2024-01-01'", "DATE'2024-01-01' * INTERVAL 1 DAY", 'INTERVAL 1 DAY + INTERVAL 1 MONTH', 'INTERVAL 1 DAY + 1'])(
    '%s is refused',
    (text) => {
      expect(refusal(text)).not.toBe('accepted');
    },
  );
});

describe('windows', () => {
  it('are aligned to the epoch in UTC, whatever the session zone', () => {
    expect(answer("window(TIMESTAMP'2024-06-10 23:30:00', '1 day')", NEW_YORK)).toEqual([
      '2024-06-11T00:00:00.000000Z',
      '2024-06-12T00:00:00.000000Z',
    ]);
    expect(answer("window(TIMESTAMP'2024-06-10 23:30:00Z', '1 day', '1 day', '22 hours').start")).toBe('2024-06-10T22:00:00.000000Z');
  });

  it('give NULL for no time, and the window of a window by its last microsecond', () => {
    expect(answers("window(t, '1 minute')", 't TIMESTAMP', [[null]])).toEqual([null]);
    expect(answer("window(window(TIMESTAMP'2024-06-10 23:59:59Z', '1 minute'), '1 hour').end")).toBe('2024-06-11T00:00:00.000000Z');
  });

  it('of a session end a gap after the row, on the clocks of the zone', () => {
    expect(answer("session_window(TIMESTAMP'2024-03-09 12:00:00', '1 day').end", NEW_YORK)).toBe('2024-03-10T16:00:00.000000Z');
    expect(answer("session_window(TIMESTAMP'2024-03-09 12:00:00', '-1 day')")).toBeNull();
  });

  it.each([
    ["window(t, '10 minutes', '5 minutes')", 'sql/sliding-window'],
    ["window(t, '5 minutes', '10 minutes')", 'sql/window-shape'],
    ["window(t, '0 minutes')", 'sql/window-shape'],
    ["window(t, '1 month')", 'sql/interval'],
    ['window(t, string(t))', 'sql/interval'],
    ['window(t, INTERVAL 1 DAY)', 'sql/argument-types'],
    ["session_window(t, 'soon')", 'sql/interval'],
  ])('%s is refused with %s', (text, code) => {
    expect(refusal(text, 't TIMESTAMP')).toContain(code);
  });
});

describe('zones as arguments', () => {
  it.each([
    ["string(from_utc_timestamp('2024-07-01 12:00:00', 'Europe/Berlin'))", '2024-07-01 14:00:00'],
    ["string(to_utc_timestamp('2024-03-31 02:30:00', 'Europe/Berlin'))", '2024-03-31 01:30:00'],
    ["string(to_utc_timestamp('2024-10-27 02:30:00', 'Europe/Berlin'))", '2024-10-27 00:30:00'],
    ["from_utc_timestamp('2024-07-01 12:00:00', 'Europe/Atlantis')", 'INVALID_TIMEZONE'],
    ["try_make_timestamp(2024, 7, 1, 12, 0, 0, 'Europe/Atlantis')", 'INVALID_TIMEZONE'],
    ['make_timestamp(2024, 7, 1, 12, 0, 60.5)', 'INVALID_FRACTION_OF_SECOND'],
  ])('%s', (text, expected) => {
    expect(answer(text)).toBe(expected);
  });
});

describe('times that no double holds', () => {
  it.each([
    ["TIMESTAMP'2024-01-01 00:00:00.000001' + INTERVAL 3000 YEARS", '5024-01-01T00:00:00.000001Z'],
    ["CAST('9999-12-31 23:59:59.999999' AS TIMESTAMP)", '9999-12-31T23:59:59.999999Z'],
    ["CAST('0001-01-01 00:00:00.000001' AS TIMESTAMP)", '0001-01-01T00:00:00.000001Z'],
    ["string(unix_micros(TIMESTAMP'9999-12-31 23:59:59.999999'))", '253402300799999999'],
    ['string(unix_micros(timestamp_micros(-9223372036854775808L)))', '-9223372036854775808'],
    ['string(unix_micros(timestamp(-9223372036854775807L)))', '-9223372036854775808'],
    ["TRY_CAST(array('x', '9999-12-31 23:59:59.999999') AS ARRAY<TIMESTAMP>)", [null, '9999-12-31T23:59:59.999999Z']],
    ["try_to_timestamp('9999-12-31 23:59:59.999999')", '9999-12-31T23:59:59.999999Z'],
  ])('%s is exact', (text, expected) => {
    expect(answer(text)).toEqual(expected);
  });

  it('fail only beyond those of Spark', () => {
    expect(answer("TIMESTAMP'2021-01-01 00:00:00.000001' + INTERVAL 300000 YEARS")).toBe('DATETIME_OVERFLOW');
    expect(answer("try_add(TIMESTAMP'2021-01-01 00:00:00.000001', INTERVAL 300000 YEARS)")).toBe(null);
  });
});

describe('try_add and its kin', () => {
  it.each([
    ["string(try_add(DATE'2024-01-31', INTERVAL 1 MONTH))", '2024-02-29'],
    ["string(try_add(INTERVAL 1 DAY, DATE'2024-02-28'))", '2024-02-29'],
    ["string(try_add(1, DATE'2024-02-28'))", '2024-02-29'],
    ["string(try_subtract(TIMESTAMP'2024-03-01 00:00:00', INTERVAL 1 SECOND))", '2024-02-29 23:59:59'],
    ["string(try_subtract(DATE'2024-03-01', DATE'2024-02-01'))", "INTERVAL '29' DAY"],
    ["try_add(DATE'2024-01-01', INTERVAL 99999999 YEARS)", null],
    ['try_divide(INTERVAL 1 DAY, 0)', null],
    ['string(try_multiply(2, INTERVAL 1 HOUR))', "INTERVAL '0 02:00:00' DAY TO SECOND"],
    ['try_add(INTERVAL 106751991 DAYS, INTERVAL 106751991 DAYS)', null],
  ])('%s', (text, expected) => {
    expect(answer(text)).toBe(expected);
  });
});

// Answers of Spark's own suite of queries (sql-tests, with ANSI).
describe('a DATE and a count of days', () => {
  it.each([
    ["string(date_add('2011-11-11', 1Y))", '2011-11-12'],
    ["string(date_add('2011-11-11', '1'))", '2011-11-12'],
    ["string(date_add(TIMESTAMP'2011-11-11 12:12:12', 1))", '2011-11-12'],
    ["date_sub(DATE'2011-11-11', '1.2')", 'CAST_INVALID_INPUT'],
    ["string(7S + DATE'2001-09-28')", '2001-10-05'],
    ["typeof(DATE'2001-09-28' - NULL)", 'date'],
    ["typeof(NULL - DATE'2019-10-06')", 'interval day'],
    ["typeof(NULL + DATE'2011-11-11')", 'date'],
    ["string(DATE'2001-10-01' - '2001-09-28')", "INTERVAL '3' DAY"],
    ["string('2001-10-01' - DATE'2001-09-28')", "INTERVAL '3' DAY"],
    ["string(dateadd(MINUTE, -100, DATE'2022-02-25'))", '2022-02-24 22:20:00'],
    ["datediff(MINUTE, DATE'2022-02-25', TIMESTAMP'2022-02-24 22:20:00')", -100],
    ["string(- INTERVAL '2-2' YEAR TO MONTH + DATE'2012-01-01')", '2009-11-01'],
  ])('%s', (text, expected) => {
    expect(answer(text)).toBe(expected);
  });

  it.each([
    "date_add('2011-11-11', 1L)",
    "date_add('2011-11-11', 1.0)",
    "date_sub('2011-11-11', 1E1)",
    "DATE'2011-11-11' + 1E1",
    "DATE'2011-11-11' + '1'",
    "'1' + DATE'2011-11-11'",
    "TIMESTAMP'2011-11-11 00:00:00' + 1",
  ])('%s is refused', (text) => {
    expect(refusal(text)).not.toBe('accepted');
  });
});
