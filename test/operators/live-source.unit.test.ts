import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/operators/catalogue.ts';
import { checkParams } from '../../src/operators/check-params.ts';
import { feedAddress } from '../../src/plan/feed.ts';
import { PlanBuilder } from '../../src/plan/plan-builder.ts';
import type { Json } from '../../src/problem/json.ts';

function lower(type: string, params: { readonly [name: string]: Json }) {
  const definition = CATALOGUE.find((one) => one.type === type);
  if (definition === undefined) throw new Error(type);
  const builder = new PlanBuilder({ batchIntervalMs: 1_000, timeZone: 'UTC' });
  const checked = checkParams(definition, 'in', 'In', params);
  if (!checked.ok) return { problems: checked.problems.map((found) => found.code), plan: null };
  const lowered = definition.lower({ operatorId: 'in', label: 'In', params: checked.value, inputs: {}, builder });
  return lowered.ok
    ? { problems: [], plan: builder.finish(), outputs: lowered.value.outputs }
    : { problems: lowered.problems.map((found) => found.code), plan: null };
}

describe('the address of a live source', () => {
  it.each([
    ['wss://example.org/a?b=c', { scheme: 'wss', host: 'example.org', isLoopback: false }],
    ['WSS://EXAMPLE.org:443', { scheme: 'wss', host: 'example.org', isLoopback: false }],
    ['https://example.org:8443/', { scheme: 'https', host: 'example.org:8443', isLoopback: false }],
    ['http://localhost:8080/x', { scheme: 'http', host: 'localhost:8080', isLoopback: true }],
    ['ws://127.0.0.1:0080', { scheme: 'ws', host: '127.0.0.1', isLoopback: true }],
    ['https://[2001:db8::1]:444/', { scheme: 'https', host: '[2001:db8::1]:444', isLoopback: false }],
  ])('%s is %o, as a browser reads it', (url, address) => {
    expect(feedAddress(url)).toEqual(address);
    expect(new URL(url).host).toBe(address.host);
  });

  it.each([
    ...['', 'example.org', 'ftp://example.org', 'https://', 'https:///x', 'https://user:pw@example.org/'],
    ...['https://example.org\\@evil.example/', 'https://exa mple.org', 'https://example.org/a b', 'https://exam%70le.org', 'https://exämple.org'],
    'https://example.org:x/',
  ])('%j is none', (url) => {
    expect(feedAddress(url)).toBeNull();
  });

  it('is refused with its reason', () => {
    expect(lower('websocket', { url: 'https://example.org/' }).problems).toEqual(['feed/bad-url']);
    expect(lower('sse', { url: 'wss://example.org/' }).problems).toEqual(['feed/bad-url']);
    expect(lower('sse', { url: 'https://me:secret@example.org/' }).problems).toEqual(['feed/secret-in-url']);
    expect(lower('http-poll', { url: 'http://example.org/' }).problems).toEqual(['feed/insecure']);
    expect(lower('websocket', { url: 'ws://localhost:9000/' }).problems).toEqual([]);
  });
});

describe('a live source', () => {
  it('is a source that is logged and a parser of its records', () => {
    const { plan, outputs } = lower('websocket', {
      url: 'wss://example.org/',
      format: 'json',
      columns: [{ name: 'a.b', type: 'BIGINT', from: 'a\\.b' }],
      subscribe: '{"x":1}',
      onError: 'errors',
    });
    expect(plan?.nodes.map((node) => node.kind)).toEqual(['source', 'parse', 'errors']);
    expect(outputs).toEqual({ out: 'in/parse', errors: 'in/errors' });
    expect(plan?.nodes[0]).toMatchObject({
      source: {
        kind: 'live',
        feed: {
          kind: 'websocket',
          url: 'wss://example.org/',
          framing: { kind: 'message' },
          subscribe: '{"x":1}',
          buffer: { maxRows: 50_000, maxBytes: 67_108_864, whenFull: 'drop-newest' },
        },
      },
    });
  });

  it('needs columns for JSON and CSV, and gives text without', () => {
    expect(lower('sse', { url: 'https://example.org/', format: 'json' }).problems).toEqual(['feed/no-columns']);
    expect(lower('sse', { url: 'https://example.org/' }).plan?.nodes.at(-1)?.output.columns).toEqual([{ name: 'value', type: { kind: 'STRING' } }]);
  });

  it('that polls leaves the header of CSV out, and waits at least a second', () => {
    const columns = [{ name: 'n', type: 'INT', from: 2 }];
    const csv = lower('http-poll', { url: 'https://example.org/', format: 'csv', columns });
    expect(csv.plan?.nodes[0]).toMatchObject({ source: { feed: { everyMs: 10_000, framing: { kind: 'csv', skip: 1 } } } });
    expect(csv.plan?.nodes[1]).toMatchObject({ format: { kind: 'csv', fields: 3 } });
    expect(lower('http-poll', { url: 'https://example.org/', every: '100 milliseconds' }).problems).toEqual(['feed/bad-wait']);
  });

  it('of the page itself has the columns it sends', () => {
    expect(lower('keystrokes', {}).plan?.nodes[0]?.output.columns.map((column) => column.name)).toEqual(['key', 'at']);
    expect(lower('pointer', {}).plan?.nodes[0]?.output.columns.map((column) => column.name)).toEqual(['x', 'y', 'buttons', 'at']);
  });
});
