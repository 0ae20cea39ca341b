// The pipelines offered on Home. Each runs with one click, with made-up or bundled rows, and shows moving
// numbers at once.
import type { OperatorBox } from '../pipeline/document.ts';
import { FILE_TEMPLATES } from './file-templates.ts';
import { pipeline } from './placed-pipeline.ts';
import { STATE_TEMPLATES } from './state-templates.ts';
import type { Template } from './template.ts';

const SPLIT_AT_NON_LETTERS: OperatorBox = { type: 'explode', params: { expression: "split(lower(value), '[^a-z]+')", as: 'word' } };

export const TEMPLATES: readonly Template[] = [
  {
    id: 'word-count',
    description: 'Count words in a sliding window, close the tab, come back to the same counts.',
    tags: ['Sliding window', 'Checkpoints'],
    document: pipeline(
      'Word count that survives reload',
      {
        'lines-7f3a': { box: { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond: 160 } }, column: 0, y: 240 },
        'words-02bc': { box: SPLIT_AT_NON_LETTERS, column: 1, y: 240 },
        'clean-9d10': { box: { type: 'filter', name: 'Long words', params: { condition: 'length(word) > 3' } }, column: 2, y: 240 },
        'counts-51e8': {
          box: {
            type: 'sliding-window',
            name: 'Words per 30 s',
            params: { time: 'batch', size: '30 seconds', slide: '1 second', keys: ['word'], aggregates: { n: 'count(*)' } },
          },
          column: 3,
          y: 240,
        },
        'chart-aa07': { box: { type: 'chart', params: { y: 'n', series: 'word' } }, column: 4, y: 144 },
        'table-c41d': { box: { type: 'table', name: 'All words', params: {} }, column: 4, y: 336 },
      },
      [
        'lines-7f3a.out -> words-02bc.in',
        'words-02bc.out -> clean-9d10.in',
        'clean-9d10.out -> counts-51e8.in',
        'counts-51e8.out -> chart-aa07.in',
        'counts-51e8.out -> table-c41d.in',
      ],
      [{ text: 'Reload the tab while it counts: it goes on where it stood.', at: [40, 96], size: [200, 72] }],
    ),
  },
  {
    id: 'typed-lines',
    description: 'Type lines and see their words counted since the start. An accepted line survives any kill.',
    tags: ['Typed lines', 'Running aggregate'],
    document: pipeline(
      'Count what you type',
      {
        'typed-3be1': { box: { type: 'typed-lines', params: {} }, column: 0, y: 240 },
        'words-6a90': { box: SPLIT_AT_NON_LETTERS, column: 1, y: 240 },
        'clean-d2f7': { box: { type: 'filter', name: 'No empty words', params: { condition: "word <> ''" } }, column: 2, y: 240 },
        'totals-8c05': {
          box: {
            type: 'running-aggregate',
            name: 'Words so far',
            params: { keys: ['word'], aggregates: { n: 'count(*)' }, emit: 'changes' },
          },
          column: 3,
          y: 240,
        },
        'chart-f19b': { box: { type: 'chart', params: { y: 'n', series: 'word' } }, column: 4, y: 144 },
        'table-47ae': { box: { type: 'table', params: {} }, column: 4, y: 336 },
      },
      [
        'typed-3be1.out -> words-6a90.in',
        'words-6a90.out -> clean-d2f7.in',
        'clean-d2f7.out -> totals-8c05.in',
        'totals-8c05.out -> chart-f19b.in',
        'totals-8c05.out -> table-47ae.in',
      ],
      [{ text: 'Select Typed lines, type a line and press Enter.', at: [40, 96], size: [200, 56] }],
    ),
  },
  {
    id: 'clicks-per-page',
    description: 'Which pages are visited most in the last 20 seconds, and how long a click takes there.',
    tags: ['Generator', 'Sliding window'],
    document: pipeline(
      'Clicks per page',
      {
        'clicks-e8d3': { box: { type: 'generator', params: { recipe: 'clicks', seed: 7, rowsPerSecond: 250 } }, column: 0, y: 240 },
        'slow-b604': {
          box: { type: 'map', name: 'Mark slow clicks', params: { mode: 'add', columns: { slow_ms: 'if(ms > 200, ms, NULL)' } } },
          column: 1,
          y: 240,
        },
        'pages-19c2': {
          box: {
            type: 'sliding-window',
            name: 'Clicks per 20 s',
            params: {
              time: 'batch',
              size: '20 seconds',
              slide: '1 second',
              keys: ['page'],
              aggregates: { clicks: 'count(*)', slow: 'count(slow_ms)', average_ms: 'avg(ms)' },
            },
          },
          column: 2,
          y: 240,
        },
        'chart-70fd': { box: { type: 'chart', params: { y: 'clicks', series: 'page' } }, column: 3, y: 144 },
        'table-a5b8': { box: { type: 'table', params: {} }, column: 3, y: 336 },
      },
      ['clicks-e8d3.out -> slow-b604.in', 'slow-b604.out -> pages-19c2.in', 'pages-19c2.out -> chart-70fd.in', 'pages-19c2.out -> table-a5b8.in'],
    ),
  },
  {
    id: 'sensors',
    description: 'Average and maximum temperature of each sensor: every minute for the record, over the last minute to watch.',
    tags: ['Generator', 'Tumbling window', 'Sliding window'],
    document: pipeline(
      'Sensors: average and maximum per minute',
      {
        'sensors-2d7c': { box: { type: 'generator', params: { recipe: 'sensors', seed: 11, rowsPerSecond: 120 } }, column: 0, y: 240 },
        'live-f3a6': {
          box: {
            type: 'sliding-window',
            name: 'Last minute',
            params: {
              time: 'batch',
              size: '1 minute',
              slide: '1 second',
              keys: ['sensor'],
              aggregates: { average: 'avg(celsius)', maximum: 'max(celsius)' },
            },
          },
          column: 1,
          y: 144,
        },
        'minutes-984e': {
          box: {
            type: 'tumbling-window',
            name: 'Each minute',
            params: {
              time: 'batch',
              size: '1 minute',
              keys: ['sensor'],
              aggregates: { average: 'avg(celsius)', maximum: 'max(celsius)', readings: 'count(*)' },
            },
          },
          column: 1,
          y: 336,
        },
        'chart-5c1b': { box: { type: 'chart', params: { y: 'average', series: 'sensor' } }, column: 2, y: 144 },
        'table-0e92': { box: { type: 'table', name: 'Minutes', params: {} }, column: 2, y: 336 },
      },
      [
        'sensors-2d7c.out -> live-f3a6.in',
        'sensors-2d7c.out -> minutes-984e.in',
        'live-f3a6.out -> chart-5c1b.in',
        'minutes-984e.out -> table-0e92.in',
      ],
    ),
  },
  {
    id: 'union',
    description: 'Words of a novel and words made up, as one stream: which source sends more, batch by batch.',
    tags: ['Union', 'Count per batch'],
    document: pipeline(
      'Two sources, one union',
      {
        'book-c7e5': { box: { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond: 40 } }, column: 0, y: 144 },
        'words-31fa': { box: SPLIT_AT_NON_LETTERS, column: 1, y: 144 },
        'novel-8b2d': {
          box: { type: 'map', name: 'From the novel', params: { mode: 'replace', columns: { source: "'novel'", word: 'word' } } },
          column: 2,
          y: 144,
        },
        'zipf-d960': { box: { type: 'generator', params: { recipe: 'zipf-words', seed: 3, rowsPerSecond: 300 } }, column: 0, y: 336 },
        'made-4f0c': {
          box: { type: 'map', name: 'Made up', params: { mode: 'replace', columns: { source: "'made up'", word: 'word' } } },
          column: 2,
          y: 336,
        },
        'union-a2e7': { box: { type: 'union', params: {} }, column: 3, y: 240 },
        'count-6d13': { box: { type: 'count-per-batch', name: 'Words per batch', params: { keys: ['source'], as: 'n' } }, column: 4, y: 240 },
        'chart-b58f': { box: { type: 'chart', params: { y: 'n', series: 'source' } }, column: 5, y: 144 },
        'log-1ac4': { box: { type: 'log', params: {} }, column: 5, y: 336 },
      },
      [
        'book-c7e5.out -> words-31fa.in',
        'words-31fa.out -> novel-8b2d.in',
        'novel-8b2d.out -> union-a2e7.in',
        'zipf-d960.out -> made-4f0c.in',
        'made-4f0c.out -> union-a2e7.in',
        'union-a2e7.out -> count-6d13.in',
        'count-6d13.out -> chart-b58f.in',
        'count-6d13.out -> log-1ac4.in',
      ],
    ),
  },
  ...STATE_TEMPLATES,
  ...FILE_TEMPLATES,
];
