// Answers copied from Spark's own test results (sql/core/src/test/resources/sql-tests/results: ansi/timestamp, ansi/interval,
// datetime-parsing), which run in the zone America/Los_Angeles.
import { describe, expect, it } from 'vitest';
import { answer, refusal } from '../evaluate-text.ts';

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

describe("days of years of Spark's suite", () => {
  it.each([
    ['9', 'D', '1970-01-09'],
    ['300', 'D', '1970-10-27'],
    ['99', 'DD', '1970-04-09'],
    ['009', 'DDD', '1970-01-09'],
    ['31-365', 'dd-DDD', '1970-12-31'],
    ['12-365', 'MM-DDD', '1970-12-31'],
    ['2020-365', 'yyyy-DDD', '2020-12-30'],
    ['2020-30-365', 'yyyy-dd-DDD', '2020-12-30'],
    ['2020-12-350', 'yyyy-MM-DDD', '2020-12-15'],
    ['2020-12-31-366', 'yyyy-MM-dd-DDD', '2020-12-31'],
  ])('%s by %s', (text, pattern, expected) => {
    expect(answer(`string(to_date('${text}', '${pattern}'))`, LOS_ANGELES)).toBe(expected);
  });
});

describe("times moved and compared by Spark's suite", () => {
  it.each([
    ["dateadd(MICROSECOND, 1001, timestamp'2022-02-25 01:02:03.123')", '2022-02-25 01:02:03.124001'],
    ["dateadd(MILLISECOND, -1, timestamp'2022-02-25 01:02:03.456')", '2022-02-25 01:02:03.455'],
    ["dateadd(SECOND, 58, timestamp'2022-02-25 01:02:03')", '2022-02-25 01:03:01'],
    ["dateadd(MINUTE, -100, date'2022-02-25')", '2022-02-24 22:20:00'],
    ["dateadd(DAY, 367, date'2022-02-25')", '2023-02-27 00:00:00'],
    ["dateadd(WEEK, -4, timestamp'2022-02-25 01:02:03')", '2022-01-28 01:02:03'],
    ["dateadd(MONTH, -1, timestamp'2022-02-25 01:02:03')", '2022-01-25 01:02:03'],
    ["dateadd(QUARTER, 5, date'2022-02-25')", '2023-05-25 00:00:00'],
    ["dateadd(YEAR, 1, date'2022-02-25')", '2023-02-25 00:00:00'],
    ["datediff(MICROSECOND, timestamp'2022-02-25 01:02:03.123', timestamp'2022-02-25 01:02:03.124001')", '1001'],
    ["datediff(MILLISECOND, timestamp'2022-02-25 01:02:03.456', timestamp'2022-02-25 01:02:03.455')", '-1'],
    ["datediff(MINUTE, date'2022-02-25', timestamp'2022-02-24 22:20:00')", '-100'],
    ["datediff(DAY, date'2022-02-25', timestamp'2023-02-27 00:00:00')", '367'],
    ["datediff(QUARTER, date'2022-02-25', date'2023-05-25')", '5'],
    ["datediff(YEAR, date'2022-02-25', date'2023-02-25')", '1'],
    ["'2001-10-01' - date '2001-09-28'", "INTERVAL '3' DAY"],
    ["interval '-2' day + date '2011-11-11'", '2011-11-09'],
    ["-interval '2-2' year to month + date '2012-01-01'", '2009-11-01'],
    ["date '2012-01-01' + interval '-2-2' year to month", '2009-11-01'],
    ["'2011-05-06 07:08:09.1234567' - interval 30 day 40 hour 50 minute 6.7890 second", '2011-04-04 14:18:02.334456'],
    ["typeof(extract(MONTH FROM -interval '2-1' YEAR TO MONTH))", 'tinyint'],
    ["extract(MONTH FROM -interval '2-1' YEAR TO MONTH)", '-1'],
    ["extract(HOUR FROM interval '123 12:34:56.789123123' DAY TO SECOND)", '12'],
    ["extract(SECOND FROM -interval '123 12:34:56.789123123' DAY TO SECOND)", '-56.789123'],
  ])('%s', (text, expected) => {
    expect(answer(`string(${text})`, LOS_ANGELES)).toBe(expected);
  });
});

describe("times printed by Spark's suite", () => {
  it.each([
    [
      "TIMESTAMP'1582-06-01 11:33:33UTC+080000'",
      'z zzzz X XX XXX Z ZZZZ ZZZZZ',
      'PST Pacific Standard Time -0752 -0752 -07:52 -0752 GMT-07:52:58 -07:52:58',
    ],
    [
      "TIMESTAMP'1582-06-01 11:33:33UTC+080000'",
      'VV O OOOO XXXX XXXXX x xx xxx xxxx xxxxx',
      'America/Los_Angeles GMT-7:52:58 GMT-07:52:58 -075258 -07:52:58 -0752 -0752 -07:52 -075258 -07:52:58',
    ],
    [
      "TIMESTAMP'1970-12-31 23:59:59.999Asia/Srednekolymsk'",
      'y-M-d H:m:s yyyy-MM-dd HH:mm:ss.SSS yy yyy yyyyy MMM MMMM L LL F h hh k kk K KK a',
      '1970-12-31 4:59:59 1970-12-31 04:59:59.999 70 1970 01970 Dec December 12 12 3 4 04 4 04 4 04 AM',
    ],
    ["TIMESTAMP'1996-04-01 00:33:33.123Australia/Darwin'", 'q qq Q QQ QQQ QQQQ E EEEE', '1 01 1 01 Q1 1st quarter Sun Sunday'],
  ])('%s by %s', (time, pattern, expected) => {
    expect(answer(`date_format(${time}, '${pattern}')`, LOS_ANGELES)).toBe(expected);
  });
});

describe("patterns that Spark's suite refuses", () => {
  const patterns =
    'GGGGG yyyyyyy qqqqq QQQQQ MMMMM LLLLL EEEEE FF ddd DDDD HHH hhh kkk KKK mmm sss SSSSSSSSSS aa V zzzzz XXXXXX ZZZZZZ OO xxxxxx A n N p Y w W u e c B C I';

  it.each(patterns.split(' '))('%s', (pattern) => {
    expect(refusal(`date_format('2018-11-17 13:33:33.333', '${pattern}')`)).toMatch(/^sql\/datetime-pattern/);
  });
});
