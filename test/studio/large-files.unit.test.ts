import { describe, expect, it } from 'vitest';
import { referenceTo, rememberDropped } from '../../src/studio/files/large-files.ts';

function items(...list: readonly object[]): DataTransferItemList {
  return list as unknown as DataTransferItemList;
}

describe('the reference to a dropped file', () => {
  it('is kept for the file it came with', async () => {
    const file = new File(['x'], 'big.csv');
    const handle = { kind: 'file', name: 'big.csv' };
    rememberDropped(file, items({ kind: 'string' }, { kind: 'file', getAsFileSystemHandle: async () => handle }));
    expect(await referenceTo(file)).toBe(handle);
    expect(await referenceTo(new File(['x'], 'big.csv'))).toBeUndefined();
  });

  it('is none where the browser has none, refuses it, or a folder was dropped', async () => {
    const ways = [
      { kind: 'file' },
      { kind: 'file', getAsFileSystemHandle: async () => Promise.reject(new Error('not now')) },
      { kind: 'file', getAsFileSystemHandle: async () => ({ kind: 'directory', name: 'folder' }) },
    ];
    for (const way of ways) {
      const file = new File(['x'], 'a.csv');
      rememberDropped(file, items(way));
      expect(await referenceTo(file)).toBeUndefined();
    }
  });
});
