// The examples are those of the HTML standard, "Interpreting an event stream".
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ServerEvent, SseParser } from '../../workers/sockets/sse-parser.ts';

function parse(pieces: readonly (string | Uint8Array)[]): { readonly events: readonly ServerEvent[]; readonly parser: SseParser } {
  const parser = new SseParser('');
  const events = pieces.flatMap((piece) => parser.push(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece));
  return { events, parser };
}

const datas = (text: string): readonly string[] => parse([text]).events.map((event) => event.data);

describe('the stream of events', () => {
  it('joins the data lines of one event', () => {
    expect(datas('data: YHOO\ndata: +2\ndata: 10\n\n')).toEqual(['YHOO\n+2\n10']);
  });

  it('knows comments, ids, an id that is taken back, and data that is not dispatched at the end', () => {
    const { events, parser } = parse([': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event']);
    expect(events).toEqual([
      { event: 'message', data: 'first event', id: '1' },
      { event: 'message', data: 'second event', id: '' },
    ]);
    expect(parser.lastEventId).toBe('');
  });

  it('tells empty data from no data, and one space from two', () => {
    expect(datas('data\n\ndata\ndata\n\ndata:')).toEqual(['', '\n']);
    expect(datas('data:test\n\ndata: test\n\ndata:  test\n\n')).toEqual(['test', 'test', ' test']);
  });

  it('keeps the type for one event, the last id for all, and the wait the server asks for', () => {
    const { events, parser } = parse(['retry: 2500\nevent: add\ndata: 1\nid: a\n\ndata: 2\n\nretry: soon\n\n']);
    expect(events.map(({ event, id }) => [event, id])).toEqual([
      ['add', 'a'],
      ['message', null],
    ]);
    expect(parser.lastEventId).toBe('a');
    expect(parser.retryMs).toBe(2500);
  });

  it('takes an id that comes without data, and refuses one with NUL in it', () => {
    expect(parse(['id: 7\n\n']).parser.lastEventId).toBe('7');
    expect(parse(['id: 7\n\nid: a\0b\ndata: x\n\n']).parser.lastEventId).toBe('7');
  });

  it('leaves out one byte order mark', () => {
    expect(parse([Uint8Array.of(0xef, 0xbb), Uint8Array.of(0xbf), 'data: x\n\n']).events.map((e) => e.data)).toEqual(['x']);
  });

  it('gives the same events however the bytes are cut, with any of the three line ends', () => {
    const line = fc.constantFrom('data: Zürich 🌍', 'data: é', 'data:', 'id: 7', 'event: add', ': note', 'retry: 10', 'data: a:b', 'unknown: x', '');
    const end = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.array(fc.tuple(line, end), { maxLength: 30 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (lines, sizes) => {
        const bytes = new TextEncoder().encode(lines.map(([text, ending]) => text + ending).join(''));
        const pieces: Uint8Array[] = [];
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          pieces.push(bytes.slice(at, at + size));
          at += size;
        }
        const whole = parse([bytes]);
        const inPieces = parse(pieces);
        expect(inPieces.events).toEqual(whole.events);
        expect(inPieces.parser.lastEventId).toBe(whole.parser.lastEventId);
        expect(inPieces.parser.retryMs).toBe(whole.parser.retryMs);
      }),
      { seed: 6, numRuns: 2_000 },
    );
  });
});
