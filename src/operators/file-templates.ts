// Templates that read a file which comes with the studio.
import { ACCESS_LOG, type BundledFile, FLIGHTS, SENSOR_READINGS } from '../formats/bundled-files.ts';
import type { Json } from '../problem/json.ts';
import { pipeline } from './placed-pipeline.ts';
import type { Template } from './template.ts';

const CSV: { readonly [name: string]: Json } = { kind: 'csv', encoding: 'utf-8', skip: 1, delimiter: ',', quote: '"', escape: '"', trim: false };
const ACCESS_TIME: Json = { kind: 'pattern', pattern: 'dd/MMM/yyyy:HH:mm:ss Z' };

function reference({ name, sha256, bytes }: BundledFile): Json {
  return { name, sha256, bytes };
}

export const FILE_TEMPLATES: readonly Template[] = [
  {
    id: 'flights',
    description: 'Flights of 2001, 120,000 of them, two days a second: how many leave each airport, and how late they are month by month.',
    tags: ['CSV file', 'Event time'],
    document: pipeline(
      'Flights: departures and delays',
      {
        'flights-b1c6': {
          box: {
            type: 'file',
            name: 'Flights of 2001',
            params: {
              file: reference(FLIGHTS),
              format: { ...CSV, fields: 5, nullWords: [] },
              columns: [
                { name: 'date', type: 'TIMESTAMP', from: 0 },
                { name: 'delay', type: 'INT', from: 1 },
                { name: 'distance', type: 'INT', from: 2 },
                { name: 'origin', type: 'STRING', from: 3 },
                { name: 'destination', type: 'STRING', from: 4 },
              ],
              onError: 'null',
              pace: 'time',
              rowsPerSecond: 1000,
              timeColumn: 'date',
              speed: 172_800,
            },
          },
          column: 0,
          y: 240,
        },
        'departures-07ea': {
          box: { type: 'count-per-batch', name: 'Flights in 2 days', params: { keys: ['origin'], as: 'flights' } },
          column: 1,
          y: 144,
        },
        'chart-d83c': { box: { type: 'chart', params: { y: 'flights', series: 'origin' } }, column: 2, y: 144 },
        'months-4f92': {
          box: {
            type: 'running-aggregate',
            name: 'Delays by month',
            params: {
              keys: ["date_trunc('MONTH', `date`) AS month", 'origin'],
              aggregates: { flights: 'count(*)', average_delay: 'avg(delay)', worst: 'max(delay)' },
              emit: 'changes',
            },
          },
          column: 1,
          y: 336,
        },
        'table-6e1b': { box: { type: 'table', name: 'Months', params: {} }, column: 2, y: 336 },
      },
      [
        'flights-b1c6.out -> departures-07ea.in',
        'departures-07ea.out -> chart-d83c.in',
        'flights-b1c6.out -> months-4f92.in',
        'months-4f92.out -> table-6e1b.in',
      ],
    ),
  },
  {
    id: 'access-log',
    description: 'A day of a web server, a quarter of an hour a second: answers by status, bytes by page, and the lines that are no requests.',
    tags: ['Access log', 'Errors port'],
    document: pipeline(
      'Access log: answers and pages',
      {
        'requests-e7a4': {
          box: {
            type: 'file',
            name: 'Access log',
            params: {
              file: reference(ACCESS_LOG),
              format: { kind: 'log', pattern: 'apache-combined', startYear: null, encoding: 'utf-8', skip: 0 },
              columns: [
                { name: 'host', type: 'STRING', from: 'host' },
                { name: 'time', type: 'TIMESTAMP', from: 'time', form: ACCESS_TIME },
                { name: 'method', type: 'STRING', from: 'method' },
                { name: 'path', type: 'STRING', from: 'path' },
                { name: 'status', type: 'INT', from: 'status' },
                { name: 'bytes', type: 'BIGINT', from: 'bytes' },
                { name: 'agent', type: 'STRING', from: 'agent' },
              ],
              onError: 'errors',
              pace: 'time',
              rowsPerSecond: 200,
              timeColumn: 'time',
              speed: 900,
            },
          },
          column: 0,
          y: 240,
        },
        'answers-52d9': { box: { type: 'count-per-batch', name: 'Answers in 15 min', params: { keys: ['status'], as: 'n' } }, column: 1, y: 48 },
        'chart-30bf': { box: { type: 'chart', params: { y: 'n', series: 'status' } }, column: 2, y: 48 },
        'pages-c86e': {
          box: {
            type: 'running-aggregate',
            name: 'Pages so far',
            params: { keys: ['path'], aggregates: { requests: 'count(*)', bytes: 'sum(bytes)', hosts: 'count(host)' }, emit: 'changes' },
          },
          column: 1,
          y: 240,
        },
        'table-f51a': { box: { type: 'table', name: 'Pages', params: {} }, column: 2, y: 240 },
        'refused-94b7': { box: { type: 'log', name: 'No requests', params: {} }, column: 1, y: 432 },
      },
      [
        'requests-e7a4.out -> answers-52d9.in',
        'answers-52d9.out -> chart-30bf.in',
        'requests-e7a4.out -> pages-c86e.in',
        'pages-c86e.out -> table-f51a.in',
        'requests-e7a4.errors -> refused-94b7.in',
      ],
    ),
  },
  {
    id: 'sensor-errors',
    description: 'Readings of twelve sensors with errors in them: averages by room, and every record that could not be read, with its reason.',
    tags: ['CSV file', 'Bad records'],
    document: pipeline(
      'Sensor readings with errors',
      {
        'readings-a90c': {
          box: {
            type: 'file',
            name: 'Sensor readings',
            params: {
              file: reference(SENSOR_READINGS),
              format: { ...CSV, fields: 6, nullWords: ['NA'] },
              columns: [
                { name: 'time', type: 'TIMESTAMP', from: 0 },
                { name: 'sensor', type: 'STRING', from: 1 },
                { name: 'room', type: 'STRING', from: 2 },
                { name: 'celsius', type: 'DOUBLE', from: 3 },
                { name: 'humidity', type: 'DOUBLE', from: 4 },
                { name: 'note', type: 'STRING', from: 5 },
              ],
              onError: 'errors',
              pace: 'rate',
              rowsPerSecond: 120,
              timeColumn: 'time',
              speed: 600,
            },
          },
          column: 0,
          y: 240,
        },
        'rooms-18f5': {
          box: {
            type: 'sliding-window',
            name: 'Last 10 s by room',
            params: {
              time: 'batch',
              size: '10 seconds',
              slide: '1 second',
              keys: ['room'],
              aggregates: { average: 'avg(celsius)', warmest: 'max(celsius)', readings: 'count(celsius)' },
            },
          },
          column: 1,
          y: 144,
        },
        'chart-7c2e': { box: { type: 'chart', params: { y: 'average', series: 'room' } }, column: 2, y: 48 },
        'table-b36d': { box: { type: 'table', name: 'Rooms', params: {} }, column: 2, y: 240 },
        'refused-d40a': { box: { type: 'table', name: 'Refused readings', params: {} }, column: 1, y: 336 },
      },
      [
        'readings-a90c.out -> rooms-18f5.in',
        'rooms-18f5.out -> chart-7c2e.in',
        'rooms-18f5.out -> table-b36d.in',
        'readings-a90c.errors -> refused-d40a.in',
      ],
    ),
  },
];
