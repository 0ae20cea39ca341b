// Every pair of colours the interface uses keeps WCAG 2.2 AA in both themes: 4.5:1 for text, 3:1 for graphics and the edges of
// controls.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('../../src/studio/ui/tokens.css', import.meta.url)), 'utf8');

function tokensOf(selector: string): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf(selector)).split('\n}')[0] ?? '';
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]));
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return red * 0.2126 + green * 0.7152 + blue * 0.0722;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = ['bg-app', 'bg-canvas', 'bg-panel', 'bg-raised', 'bg-sunken', 'bg-hover', 'bg-selected'];
const STATUSES = ['idle', 'running', 'waiting', 'replayed', 'committed', 'failed', 'late', 'checkpoint'];
const FAMILIES = ['source', 'transform', 'window', 'join', 'sink'];

type Pair = readonly [front: string, back: string, least: number];

const PAIRS: readonly Pair[] = [
  ...SURFACES.flatMap((surface): Pair[] => [
    ...['text', 'text-2', 'text-3', 'accent-text'].map((text): Pair => [text, surface, 4.5]),
    ...['line-control', 'focus', ...STATUSES.map((s) => `st-${s}`), ...[1, 2, 3, 4, 5, 6].map((i) => `series-${i}`)].map(
      (shape): Pair => [shape, surface, 3],
    ),
  ]),
  ...STATUSES.flatMap((status): Pair[] => [
    ...[`st-${status}-bg`, 'bg-panel', 'bg-canvas', 'bg-raised', 'bg-sunken', 'bg-hover'].map((surface): Pair => [`st-${status}-text`, surface, 4.5]),
    ['text', `st-${status}-bg`, 4.5],
    ['text-2', `st-${status}-bg`, 4.5],
  ]),
  ...FAMILIES.flatMap((family): Pair[] => [
    [`fam-${family}`, `fam-${family}-bg`, 4.5],
    ['text', `fam-${family}-bg`, 4.5],
    ['text-2', `fam-${family}-bg`, 4.5],
  ]),
  ...['fn', 'col', 'num', 'str', 'kw'].flatMap((kind) =>
    ['bg-panel', 'bg-sunken', 'bg-raised', 'bg-selected'].map((surface): Pair => [`syn-${kind}`, surface, 4.5]),
  ),
  ...['accent', 'accent-hover', 'accent-press'].map((surface): Pair => ['on-accent', surface, 4.5]),
  ['accent-text', 'accent-bg', 4.5],
  ['text-inverse', 'bg-inverse', 4.5],
  ['note-text', 'note-bg', 4.5],
  ['edge-strong', 'bg-canvas', 3],
];

describe.each([
  ['light', '[data-theme="light"] {'],
  ['dark', '[data-theme="dark"] {'],
])('%s', (_theme, selector) => {
  const tokens = tokensOf(selector);
  test('keeps every pair readable', () => {
    const low = PAIRS.map(([front, back, least]) => {
      const [a, b] = [tokens.get(front), tokens.get(back)];
      return a === undefined || b === undefined
        ? `${front} or ${back} is missing`
        : contrast(a, b) < least
          ? `${front} on ${back}: ${contrast(a, b).toFixed(2)}`
          : null;
    });
    expect(low.filter((line) => line !== null)).toEqual([]);
  });
});
