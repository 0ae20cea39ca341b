import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type PipelineDocument } from '../../src/pipeline/document.ts';
import { edgePath, edgeWidth } from '../../src/studio/canvas/edge-path.ts';
import { nearestOperator } from '../../src/studio/canvas/nearest-operator.ts';
import { tidyPlaces } from '../../src/studio/canvas/tidy-places.ts';
import { pictureOf } from '../../src/studio/home/graph-picture.ts';
import { positionOfRate, rateAtPosition, STEPS } from '../../src/studio/inspector/fields/rate-scale.ts';

function drawn(places: { readonly [id: string]: readonly [number, number] }, edges: readonly (readonly [string, string])[] = []): PipelineDocument {
  return {
    name: '',
    settings: DEFAULT_SETTINGS,
    operators: Object.fromEntries(Object.keys(places).map((id) => [id, { type: 'union', params: {} }])),
    edges: edges.map(([from, to]) => ({ from: { operator: from, port: 'out' }, to: { operator: to, port: 'in' } })),
    ui: { positions: places, notes: [] },
  };
}

describe('edges', () => {
  test('are straight on one height and an S otherwise', () => {
    expect(edgePath({ x1: 0, y1: 27, x2: 44, y2: 27 })).toBe('M0 27H44');
    expect(edgePath({ x1: 0, y1: 0, x2: 100, y2: 50 })).toBe('M0 0C50 0 50 50 100 50');
  });

  test('grow with the logarithm of the rate, from 1.5 to 8', () => {
    expect(edgeWidth(0)).toBe(1.5);
    expect(edgeWidth(10)).toBeCloseTo(1.6);
    expect(edgeWidth(1_000)).toBeGreaterThan(3);
    expect(edgeWidth(1_000)).toBeLessThan(5);
    expect(edgeWidth(1e12)).toBe(8);
  });
});

describe('arrows on the canvas', () => {
  const document = drawn({ a: [0, 0], b: [200, 0], c: [200, 200], d: [400, 8] });
  test('go to the nearest operator that way', () => {
    expect(nearestOperator(document, 'a', [1, 0])).toBe('b');
    expect(nearestOperator(document, 'b', [1, 0])).toBe('d');
    expect(nearestOperator(document, 'b', [0, 1])).toBe('c');
    expect(nearestOperator(document, 'd', [-1, 0])).toBe('b');
  });

  test('stay where nothing lies that way, and begin at the left', () => {
    expect(nearestOperator(document, 'a', [-1, 0])).toBeNull();
    expect(nearestOperator(document, null, [1, 0])).toBe('a');
    expect(nearestOperator(drawn({}), null, [1, 0])).toBeNull();
  });
});

describe('tidy', () => {
  const places = tidyPlaces(
    drawn({ a: [40, 80], b: [900, 0], c: [300, 500], d: [310, 505] }, [
      ['a', 'b'],
      ['b', 'c'],
      ['b', 'd'],
    ]),
  );
  test('lays columns left to right on the grid, in the order of the stream', () => {
    const x = (id: string): number => places[id]?.[0] ?? Number.NaN;
    expect(x('a')).toBeLessThan(x('b'));
    expect(x('b')).toBeLessThan(x('c'));
    expect(x('c')).toBe(x('d'));
    expect(
      Object.values(places)
        .flat()
        .every((value) => value % 8 === 0),
    ).toBe(true);
  });

  test('puts no box on another and keeps the corner where it was', () => {
    const [c, d] = [places['c'] ?? [0, 0], places['d'] ?? [0, 0]];
    expect(Math.abs(c[1] - d[1])).toBeGreaterThan(126);
    expect(Math.min(...Object.values(places).map(([x]) => x))).toBe(40);
  });
});

describe('small pictures', () => {
  const document = drawn({ a: [0, 96], b: [188, 96], c: [376, 0], d: [376, 192] }, [
    ['a', 'b'],
    ['b', 'c'],
    ['b', 'd'],
  ]);
  test.each([
    { width: 374, height: 66, icons: true },
    { width: 104, height: 36, icons: false },
  ])('hold every box, whole and apart: %o', (size) => {
    const { boxes, edges } = pictureOf(document, size);
    expect(edges).toHaveLength(3);
    for (const box of boxes) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(size.width);
      expect(box.y + box.height).toBeLessThanOrEqual(size.height);
    }
    const [, , c, d] = boxes;
    expect((c?.y ?? 0) + (c?.height ?? 0)).toBeLessThan(d?.y ?? 0);
  });

  test('of nothing are nothing', () => {
    expect(pictureOf(drawn({}), { width: 100, height: 40, icons: false })).toEqual({ boxes: [], edges: [] });
  });
});

describe('the rate dial', () => {
  const range = { min: 10, max: 1_000_000 };
  test('goes from end to end and gives what one would write', () => {
    expect(rateAtPosition(0, range)).toBe(10);
    expect(rateAtPosition(STEPS, range)).toBe(1_000_000);
    expect(rateAtPosition(STEPS / 2, range)).toBe(3_200);
    for (let at = 1; at <= STEPS; at++) {
      expect(rateAtPosition(at, range)).toBeGreaterThanOrEqual(rateAtPosition(at - 1, range));
      expect(String(rateAtPosition(at, range))).toMatch(/^[1-9]\d?0*$/);
    }
  });

  test('finds its own place again', () => {
    for (let at = 0; at <= STEPS; at += 10) expect(Math.abs(positionOfRate(rateAtPosition(at, range), range) - at)).toBeLessThanOrEqual(2);
    expect(positionOfRate(1, range)).toBe(0);
    expect(positionOfRate(1e9, range)).toBe(STEPS);
  });
});
