// Answers copied from Spark's own test results (sql/core/src/test/resources/sql-tests/results: ansi/timestamp, ansi/interval,
// datetime-parsing), which run in the zone America/Los_Angeles.
import { describe, expect, it } from 'vitest';
import { answer } from '../evaluate-text.ts';

const LOS_ANGELES = 'America/Los_Angeles';
const UNDER_A_ZONE = 'yyyy-MM-dd HH:mm:ss.SSSSSS[zzz]';
const SECONDS_FIRST = "ss.SSSSyyyy-MM-dd'S'HH:mm";

describe("texts of Spark's suite read under a pattern", () => {
  it.each([
    ['2019-10-06 10:11:12.0', UNDER_A_ZONE, '2019-10-06 10:11:12'],
    ['2019-10-06 10:11:12.123UTC', UNDER_A_ZONE, '2019-10-06 03:11:12.123'],
    ['2019-10-06 10:11:12.12345CST', UNDER_A_ZONE, '2019-10-06 08:11:12.12345'],
    ['2019-10-06 10:11:12.123456PST', UNDER_A_ZONE, '2019-10-06 10:11:12.123456'],
    ['123456 2019-10-06 10:11:12.123456PST', `SSSSSS ${UNDER_A_ZONE}`, '2019-10-06 10:11:12.123456'],
    ['2019-10-06 10:11:12.1234', 'yyyy-MM-dd HH:mm:ss.[SSSSSS]', '2019-10-06 10:11:12.1234'],
    ['2019-10-06 10:11', 'yyyy-MM-dd HH:mm[:ss.SSSSSS]', '2019-10-06 10:11:00'],
    ['12.12342019-10-06S10:11', SECONDS_FIRST, '2019-10-06 10:11:12.1234'],
    ['12.1234019-10-06S10:11', "ss.SSSSy-MM-dd'S'HH:mm", '0019-10-06 10:11:12.1234'],
    ["2019-10-06T10:11:12'12", "yyyy-MM-dd'T'HH:mm:ss''SSSS", '2019-10-06 10:11:12.12'],
    ["'2019-10-06T10:11:12", "''yyyy-MM-dd'T'HH:mm:ss", '2019-10-06 10:11:12'],
    ['2019 40', 'yyyy mm', '2019-01-01 00:40:00'],
    ['12-31-365', 'MM-dd-DDD', '1970-12-31 00:00:00'],
  ])('%s by %s', (text, pattern, expected) => {
    expect(answer(`string(to_timestamp("${text}", "${pattern}"))`, LOS_ANGELES)).toBe(expected);
  });

  it.each([
    ['2019-10-06 10:11:12.', UNDER_A_ZONE],
    ['2019-10-06 10:11:12.1234567PST', UNDER_A_ZONE],
    ['223456 2019-10-06 10:11:12.123456PST', `SSSSSS ${UNDER_A_ZONE}`],
    ['12.1232019-10-06S10:11', SECONDS_FIRST],
    ['02-29', 'MM-dd'],
    ['12-30-365', 'MM-dd-DDD'],
    ['2020-01-365', 'yyyy-dd-DDD'],
    ['366', 'D'],
    ['123', 'yy'],
    ['-12', 'yy'],
  ])('%s is nothing by %s', (text, pattern) => {
    expect(answer(`try_to_timestamp("${text}", "${pattern}") IS NULL`, LOS_ANGELES)).toBe(true);
  });
});

describe("expressions of Spark's suite", () => {
  it.each([
    ["make_timestamp(2021, 07, 11, 6, 30, 45.678, 'CET')", '2021-07-10 21:30:45.678'],
    ['make_timestamp(1, 1, 1, 1, 1, 60)', '0001-01-01 01:02:00'],
    ['timestamp_seconds(-1230219000)', '1931-01-07 00:30:00'],
    ['timestamp_seconds(float(1.23))', '1969-12-31 16:00:01.23'],
    ["3 * (TIMESTAMP'2019-10-15 10:11:12.001002' - DATE'2019-10-15')", "INTERVAL '1 06:33:36.003006' DAY TO SECOND"],
    ['INTERVAL 2 WEEKS 3 MICROSECONDS * 1.5', "INTERVAL '21 00:00:00.000005' DAY TO SECOND"],
    ["(TIMESTAMP'2019-10-15' - TIMESTAMP'2019-10-14') / 1.5", "INTERVAL '0 16:00:00' DAY TO SECOND"],
    ["-INTERVAL '-1 day 1 hour -1 minute 1 second'", "INTERVAL '0 23:00:59' DAY TO SECOND"],
    ['+INTERVAL -1 YEAR 1 MONTH', "INTERVAL '-0-11' YEAR TO MONTH"],
    ["INTERVAL -'-1-1' YEAR TO MONTH", "INTERVAL '1-1' YEAR TO MONTH"],
  ])('%s', (text, expected) => {
    expect(answer(`string(${text})`, LOS_ANGELES)).toBe(expected);
  });
});
