import { describe, expect, test } from 'vitest';
import { describeProblem, problem } from '../../src/problem/problem.ts';
import { problemOfStorageError } from '../../src/storage/storage-problems.ts';
import { StorageError, type StorageErrorKind } from '../../src/storage/store.ts';

const KINDS: readonly StorageErrorKind[] = ['full', 'closed', 'conflict', 'blocked', 'unavailable', 'newer', 'unknown'];

describe('a storage error', () => {
  test.each(KINDS)('of kind "%s" becomes whole sentences, in a browser and in a directory, with and without a batch', (kind) => {
    for (const place of ['browser', 'directory'] as const) {
      for (const batch of [null, 0, 42]) {
        const found = problemOfStorageError(new StorageError(kind, 'UnknownError: the browser said this.'), { batch, usedBytes: null, place });
        const { what, next } = describeProblem(found);
        expect(found.where).toEqual(batch === null ? {} : { batch });
        for (const text of [what, next]) {
          expect(text).toMatch(/^[A-Z].*[.]$/s);
          expect(text).not.toMatch(/undefined|null|NaN|\.\.|\s\s|\s[.,;:]/);
        }
      }
    }
  });

  test('"full" says since which batch nothing is saved and how much is held', () => {
    const at = (batch: number | null, usedBytes: number | null): string =>
      describeProblem(problemOfStorageError(new StorageError('full', ''), { batch, usedBytes })).what;
    expect(at(10, 52_428_800)).toBe('The browser has no room left for this studio: it holds 50 MB already. Nothing is saved since batch 10.');
    expect(at(0, 900)).toBe('The browser has no room left for this studio: it holds 900 bytes already. Nothing is saved since batch 0.');
    expect(at(null, null)).toBe('The browser has no room left for this studio. Nothing is saved at present.');
  });

  test('"blocked" names the tab to close where it is known', () => {
    expect(describeProblem(problem('storage/blocked', {}, { tabs: 'the tab opened 14:02' }))).toEqual({
      what: 'The tab opened 14:02 holds the storage with an older version of this studio, so it cannot be opened here.',
      next: 'Close the tab opened 14:02, or reload it there. This tab goes on by itself as soon as that is done.',
    });
  });

  test('a wipe says when everything was last seen, and what the browser said', () => {
    const { what } = describeProblem(problem('storage/wiped', {}, { lastSeenMs: Date.UTC(2026, 10, 22, 14, 31, 51), reason: 'checksum mismatch' }));
    expect(what).toContain('last seen on 2026-11-22 at 14:31 UTC (it says: checksum mismatch)');
    expect(describeProblem(problem('storage/wiped', {}, { lastSeenMs: '', reason: '' })).what).toContain('stored here. Pipelines');
  });
});
