// Templates of joins and keyed state. Each carries its lesson on the canvas, in notes to be read in two minutes.
import type { Note, OperatorBox } from '../pipeline/document.ts';
import { pipeline } from './placed-pipeline.ts';
import type { Template } from './template.ts';

const WORDS_OF_A_LINE: OperatorBox = { type: 'explode', name: 'Words', params: { expression: "split(lower(value), '[^a-z]+')", as: 'word' } };

const NOTE_WIDTH = 264;
/** Of a note's text: fewer than fit, so that a last line is never cut off. */
const CHARACTERS_A_LINE = 40;
const LINE_HEIGHT = 17;

/** The steps of a lesson side by side under the boxes, all as high as the longest needs: whatever more they take makes the whole smaller when it is fitted. */
function lesson(y: number, ...texts: readonly string[]): readonly Note[] {
  const numbered = texts.map((text, i) => `${i + 1}. ${text}`);
  const lines = Math.max(...numbered.map((text) => Math.ceil(text.length / CHARACTERS_A_LINE)));
  return numbered.map((text, i) => ({ text, at: [40 + i * (NOTE_WIDTH + 16), y], size: [NOTE_WIDTH, LINE_HEIGHT * lines + 16] }));
}

export const STATE_TEMPLATES: readonly Template[] = [
  {
    id: 'hourly-words',
    description: 'Counts words by the hour in which they were said, not in which they arrived, with a state for each word and hour.',
    tags: ['Map with state', 'Time-out', 'Event time'],
    document: pipeline(
      'Hourly words by their own time',
      {
        'words-91c4': {
          box: { type: 'generator', name: 'Words', params: { recipe: 'zipf-words', seed: 21, rowsPerSecond: 300 } },
          column: 0,
          y: 240,
        },
        'said-3e07': {
          box: {
            type: 'map',
            name: 'When it was said',
            params: {
              mode: 'replace',
              columns: {
                word: 'word',
                hour: "date_trunc('HOUR', CAST(1735689600L + id * 2 - (id * 7919) % 900 AS TIMESTAMP))",
              },
            },
          },
          column: 1,
          y: 240,
        },
        'hours-b58a': {
          box: {
            type: 'map-with-state',
            name: 'Count of the hour',
            params: {
              keys: ['hour', 'word'],
              state: { n: 'BIGINT' },
              update: { n: 'coalesce(state.n, 0L) + 1' },
              emit: { hour: 'hour', word: 'word', n: 'new.n', final: 'FALSE' },
              gives: 'changes',
              timeout: '20 seconds',
              onTimeout: { hour: 'hour', word: 'word', n: 'state.n', final: 'TRUE' },
              timeoutScan: 'batch',
            },
          },
          column: 2,
          y: 240,
        },
        'table-70de': { box: { type: 'table', name: 'Words by the hour', params: {} }, column: 3, y: 144 },
        'rate-c2f9': { box: { type: 'count-per-batch', name: 'Words a batch', params: { keys: ['hour'], as: 'words' } }, column: 3, y: 336 },
        'log-5ab1': { box: { type: 'log', name: 'Hours in work', params: {} }, column: 4, y: 336 },
      },
      [
        'words-91c4.out -> said-3e07.in',
        'said-3e07.out -> hours-b58a.in',
        'hours-b58a.out -> table-70de.in',
        'said-3e07.out -> rate-c2f9.in',
        'rate-c2f9.out -> log-5ab1.in',
      ],
      lesson(
        472,
        'Every word carries the time at which it was said: two seconds apart, and up to a quarter of an hour late. Its hour is computed from that time, so a late word still counts in its own hour. A window in batch time could not do this: it knows only when a word arrived.',
        '"Count of the hour" keeps one number for each hour and word. For each row it sees state.n, the number before, and gives new.n. Only keys with rows are touched, so a batch costs what it brings, whether there are a thousand keys or a million.',
        'Nobody says that an hour is over. After 20 seconds without a row a key times out: it leaves the state, and its last row says final. Without a time-out the state would only grow. Open the State tab of the box and watch keys come and go.',
        'Reload the tab. The counts go on where they stood: the state is in checkpoints, and the batches since are run again silently. That is why an operator with state may not run with checkpoints off.',
      ),
    ),
  },
  {
    id: 'recoverable-word-count',
    description: 'Type lines: words on an exclusion list are dropped and counted, all others are counted by batch and in total, over any crash.',
    tags: ['Typed lines', 'Lookup join', 'Map with state'],
    document: pipeline(
      'Recoverable network word count',
      {
        'typed-2d8f': { box: { type: 'typed-lines', params: {} }, column: 0, y: 240 },
        'split-a604': { box: WORDS_OF_A_LINE, column: 1, y: 240 },
        'some-f17b': { box: { type: 'filter', name: 'Not empty', params: { condition: "word <> ''" } }, column: 2, y: 240 },
        'allowed-8e35': {
          box: {
            type: 'lookup-join',
            name: 'Not excluded',
            params: { schema: 'word STRING', table: 'word\nthe\na\nof\nand', how: 'leftanti', on: 'l.word = r.word', columns: { word: 'l.word' } },
          },
          column: 3,
          y: 144,
        },
        'dropped-49c0': {
          box: {
            type: 'lookup-join',
            name: 'Excluded',
            params: { schema: 'word STRING', table: 'word\nthe\na\nof\nand', how: 'leftsemi', on: 'l.word = r.word', columns: { word: 'l.word' } },
          },
          column: 3,
          y: 384,
        },
        'batch-d36e': { box: { type: 'count-values', name: 'Words of a batch', params: { keys: [], as: 'n' } }, column: 4, y: 48 },
        'total-0b92': {
          box: {
            type: 'map-with-state',
            name: 'Words in total',
            params: {
              keys: ['word'],
              state: { n: 'BIGINT' },
              update: { n: 'coalesce(state.n, 0L) + 1' },
              emit: { word: 'word', n: 'new.n' },
              gives: 'changes',
            },
          },
          column: 4,
          y: 240,
        },
        'lost-e7a8': {
          box: { type: 'running-aggregate', name: 'Dropped so far', params: { keys: [], aggregates: { dropped: 'count(*)' }, emit: 'all' } },
          column: 4,
          y: 432,
        },
        'log-63fc': { box: { type: 'log', name: 'Batch by batch', params: {} }, column: 5, y: 48 },
        'table-1e5d': { box: { type: 'table', name: 'Totals', params: {} }, column: 5, y: 240 },
        'table-94b7': { box: { type: 'table', name: 'Dropped', params: {} }, column: 5, y: 432 },
      },
      [
        'typed-2d8f.out -> split-a604.in',
        'split-a604.out -> some-f17b.in',
        'some-f17b.out -> allowed-8e35.in',
        'some-f17b.out -> dropped-49c0.in',
        'allowed-8e35.out -> batch-d36e.in',
        'allowed-8e35.out -> total-0b92.in',
        'dropped-49c0.out -> lost-e7a8.in',
        'batch-d36e.out -> log-63fc.in',
        'total-0b92.out -> table-1e5d.in',
        'lost-e7a8.out -> table-94b7.in',
      ],
      lesson(
        576,
        'Spark has an example of this name: lines from a socket are counted, words on a list are dropped, and the program can be killed and started again. Here you type the lines. One shows as accepted when it is stored, and from then on it cannot be lost.',
        'The exclusion list is a table inside "Not excluded": one word a line. Change it and apply the edit; from the next batch on the new list holds, and the totals go on. In Spark the list is a broadcast variable that a restart loses, and needs code of its own.',
        '"Words of a batch" starts anew with each batch. "Words in total" keeps a state for each word. The dropped ones are counted by a running aggregate; in Spark that is an accumulator, which counts twice when a batch is run twice. Here every batch is committed once.',
        'Type a few lines and close the tab in the middle of it, or end the browser from the task manager. Come back: every accepted line is counted, and none twice.',
      ),
    ),
  },
  {
    id: 'click-sessions',
    description: 'Sessions of users out of clicks: one opens with the first click and closes after ten seconds of silence.',
    tags: ['Map with state', 'Sessions', 'Time-out'],
    document: pipeline(
      'Sessions of clicks by state',
      {
        'clicks-b7e2': { box: { type: 'generator', name: 'Clicks', params: { recipe: 'clicks', seed: 5, rowsPerSecond: 60 } }, column: 0, y: 240 },
        'sessions-41fa': {
          box: {
            type: 'map-with-state',
            name: 'Sessions',
            params: {
              keys: ['user'],
              state: { clicks: 'BIGINT', since: 'TIMESTAMP', first_page: 'STRING', last_page: 'STRING' },
              update: {
                clicks: 'coalesce(state.clicks, 0L) + 1',
                since: 'coalesce(state.since, current_timestamp())',
                first_page: 'coalesce(state.first_page, page)',
                last_page: 'page',
              },
              emit: {
                user: 'user',
                event: "'opened'",
                clicks: 'new.clicks',
                since: 'new.since',
                first_page: 'new.first_page',
                last_page: 'new.last_page',
              },
              where: 'state.clicks IS NULL',
              gives: 'rows',
              timeout: '10 seconds',
              onTimeout: {
                user: 'user',
                event: "'closed'",
                clicks: 'state.clicks',
                since: 'state.since',
                first_page: 'state.first_page',
                last_page: 'state.last_page',
              },
              timeoutScan: 'batch',
            },
          },
          column: 1,
          y: 240,
        },
        'log-c9d0': { box: { type: 'log', name: 'Opened and closed', params: {} }, column: 2, y: 144 },
        'closed-0f73': { box: { type: 'filter', name: 'Closed ones', params: { condition: "event = 'closed'" } }, column: 2, y: 336 },
        'pages-6ae8': {
          box: {
            type: 'running-aggregate',
            name: 'By first page',
            params: { keys: ['first_page'], aggregates: { sessions: 'count(*)', clicks: 'avg(clicks)' }, emit: 'changes' },
          },
          column: 3,
          y: 336,
        },
        'table-d214': { box: { type: 'table', name: 'Where they began', params: {} }, column: 4, y: 336 },
      },
      [
        'clicks-b7e2.out -> sessions-41fa.in',
        'sessions-41fa.out -> log-c9d0.in',
        'sessions-41fa.out -> closed-0f73.in',
        'closed-0f73.out -> pages-6ae8.in',
        'pages-6ae8.out -> table-d214.in',
      ],
      lesson(
        472,
        'A session is a user with clicks in a row. The state of a user has four fields: how many clicks, since when, the first page and the last. coalesce(state.since, current_timestamp()) keeps the first value for as long as the session lives.',
        'A row leaves only when the state was NULL before, "Emit only when": that is the moment a session opens. All other clicks change the state and give nothing, so what leaves is small, however many clicks there are.',
        'After ten seconds without a click the user times out: the row of "Emit at time-out" leaves, and the state is gone. The next click of the same user opens a new session. Time-outs are looked for in every batch; Spark looks only in every tenth.',
        'Close the tab for a minute. When you come back the missed batches are caught up, and every session that fell silent meanwhile closes with the batch in which it was due.',
      ),
    ),
  },
  {
    id: 'sensor-alerts',
    description: 'An alert when a sensor jumps against its own last reading, and a table of what each one said last.',
    tags: ['Map with state', 'Alerts'],
    document: pipeline(
      'Alerts on a changed sensor',
      {
        'sensors-e05b': {
          box: { type: 'generator', name: 'Sensors', params: { recipe: 'sensors', seed: 13, rowsPerSecond: 120 } },
          column: 0,
          y: 240,
        },
        'jumps-27c6': {
          box: {
            type: 'map-with-state',
            name: 'Jumps',
            params: {
              keys: ['sensor'],
              state: { last: 'DOUBLE', jumps: 'BIGINT' },
              update: { last: 'celsius', jumps: 'coalesce(state.jumps, 0L) + if(abs(celsius - state.last) >= 0.7D, 1, 0)' },
              emit: { sensor: 'sensor', was: 'state.last', is: 'new.last', jumps: 'new.jumps', alert: "concat(sensor, ' jumped')" },
              where: 'new.jumps > state.jumps',
              gives: 'rows',
            },
          },
          column: 1,
          y: 144,
        },
        'log-b391': { box: { type: 'log', name: 'Alerts', params: {} }, column: 2, y: 144 },
        'latest-5f4d': {
          box: {
            type: 'map-with-state',
            name: 'Last readings',
            params: {
              keys: ['sensor'],
              state: { celsius: 'DOUBLE', readings: 'BIGINT' },
              update: { celsius: 'celsius', readings: 'coalesce(state.readings, 0L) + 1' },
              emit: { sensor: 'sensor', celsius: 'new.celsius', readings: 'new.readings' },
              gives: 'changes',
            },
          },
          column: 1,
          y: 336,
        },
        'table-8da7': { box: { type: 'table', name: 'Now', params: {} }, column: 2, y: 336 },
      },
      [
        'sensors-e05b.out -> jumps-27c6.in',
        'sensors-e05b.out -> latest-5f4d.in',
        'jumps-27c6.out -> log-b391.in',
        'latest-5f4d.out -> table-8da7.in',
      ],
      lesson(
        472,
        'An alert needs two readings: this one and the one before it of the same sensor. "Jumps" keeps the last reading of each sensor as its state, so celsius - state.last is the change. For the first reading state.last is NULL, so is the difference, and no alert is given.',
        'Rows of one sensor are folded in the order in which they came, also when a batch has several: each sees what the one before it left. Rows of other sensors do not matter for it, so however many sensors there are, a row costs the same.',
        '"Last readings" is the same operator with "Last of each key": of each batch only the last row of a sensor leaves, and the table shows what each one says now. Change 0.7D to 0.5D and apply: the state is kept, because its fields are the same.',
      ),
    ),
  },
  {
    id: 'campaigns',
    description: 'Clicks looked up in a table of campaigns and counted by campaign every ten seconds: the core of a well-known benchmark.',
    tags: ['Lookup join', 'Tumbling window', 'Top N'],
    document: pipeline(
      'Clicks and campaigns',
      {
        'clicks-1c4e': {
          box: { type: 'generator', name: 'Ad clicks', params: { recipe: 'clicks', seed: 17, rowsPerSecond: 500 } },
          column: 0,
          y: 240,
        },
        'seen-f80b': { box: { type: 'filter', name: 'Answered', params: { condition: 'status = 200' } }, column: 1, y: 240 },
        'campaign-36d2': {
          box: {
            type: 'lookup-join',
            name: 'Campaign of page',
            params: {
              schema: 'page STRING, campaign STRING',
              table: [
                'page,campaign',
                '/,brand',
                '/search,search',
                '/cart,checkout',
                '/checkout,checkout',
                '/products/lamp,light',
                '/products/chair,seats',
                '/products/desk,desks',
                '/products/rug,floors',
                '/products/shelf,shelves',
                '/products/mirror,light',
                '/blog,brand',
                '/gift-cards,gifts',
              ].join('\n'),
              how: 'inner',
              on: 'l.page = r.page',
              columns: { campaign: 'r.campaign', ms: 'l.ms' },
            },
          },
          column: 2,
          y: 240,
        },
        'ten-b96a': {
          box: {
            type: 'sliding-window',
            name: 'Clicks in 10 s',
            params: {
              time: 'batch',
              size: '10 seconds',
              slide: '1 second',
              keys: ['campaign'],
              aggregates: { clicks: 'count(*)', mean_ms: 'avg(ms)' },
            },
          },
          column: 3,
          y: 240,
        },
        'chart-e41c': { box: { type: 'chart', params: { y: 'clicks', series: 'campaign' } }, column: 4, y: 144 },
        'best-07f5': {
          box: { type: 'top', name: 'Best three', params: { orderBy: ['clicks DESC', 'campaign'], limit: 3, perKey: [] } },
          column: 4,
          y: 336,
        },
        'table-a2e9': { box: { type: 'table', name: 'Leading', params: {} }, column: 5, y: 336 },
      },
      [
        'clicks-1c4e.out -> seen-f80b.in',
        'seen-f80b.out -> campaign-36d2.in',
        'campaign-36d2.out -> ten-b96a.in',
        'ten-b96a.out -> chart-e41c.in',
        'ten-b96a.out -> best-07f5.in',
        'best-07f5.out -> table-a2e9.in',
      ],
      lesson(
        472,
        'The benchmark that stream engines are compared by does this: keep the clicks that count, look up the campaign of each, and count by campaign over ten seconds. Turn the rate dial of "Ad clicks" up and see how far it goes.',
        'The table is given once, as text in the settings of "Campaign of page". It is indexed once, so looking a click up costs the same with ten rows or a million. Pages that are not in it fall away, because the join is "Found".',
        'The window keeps one partial count a second for each campaign, and never the clicks. Each new answer folds two stacks of partials, so a window of an hour would cost no more than this one.',
      ),
    ),
  },
];
