import { describe, expect, it } from 'vitest';
import { AreaError } from '../../workers/files/file-area.ts';
import { MemoryArea } from '../../workers/files/memory-area.ts';
import { PrivateArea } from '../../workers/files/private-area.ts';
import { describeArea } from './area-contract.ts';
import { FakePrivateFiles } from './fake-private-files.ts';

describe('the area in memory', () => {
  describeArea(() => new MemoryArea());

  it('is bounded', async () => {
    const writer = await new MemoryArea(10).create('a');
    await writer.write(new Uint8Array(10));
    await expect(writer.write(new Uint8Array(1))).rejects.toMatchObject({ kind: 'full' });
  });
});

describe.each([true, false])('the area in the private file system, with synchronous handles %s', (synchronous) => {
  describeArea(() => {
    const origin = new FakePrivateFiles({ synchronous });
    return new PrivateArea(() => origin.root());
  });

  it('says when there is no room, also when the browser only writes a part', async () => {
    for (const how of ['throws', 'short'] as const) {
      const origin = new FakePrivateFiles({ synchronous, quotaBytes: 10, full: how });
      const writer = await new PrivateArea(() => origin.root()).create('a');
      await expect(writer.write(new Uint8Array(11))).rejects.toMatchObject({ kind: 'full' });
      await writer.close();
    }
  });
});

it('a browser without a private file system is told as such', async () => {
  const area = new PrivateArea(async () => {
    throw new DOMException('denied', 'SecurityError');
  });
  await expect(area.list()).rejects.toThrow(AreaError);
  await expect(area.list()).rejects.toMatchObject({ kind: 'unavailable' });
});
