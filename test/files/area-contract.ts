// What every area of files keeps to.
import { expect, it } from 'vitest';
import { type FileArea, readAll, writeAll } from '../../workers/files/file-area.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (read: Uint8Array | null): string | null => (read === null ? null : new TextDecoder().decode(read));

export function describeArea(make: () => FileArea): void {
  it('gives back what was written, in one piece or in many', async () => {
    const area = make();
    const writer = await area.create('a');
    const piece = bytes('one ');
    await writer.write(piece);
    piece.fill(0);
    await writer.write(bytes('two'));
    await writer.flush();
    await writer.close();
    expect(text(await readAll(area, 'a'))).toBe('one two');
    const blob = await area.open('a');
    expect(blob === null ? null : await blob.slice(4, 6).text()).toBe('tw');
  });

  it('knows no file that was not written, and forgets one that was removed', async () => {
    const area = make();
    expect(await area.open('a')).toBeNull();
    await writeAll(area, 'a', bytes('x'));
    await writeAll(area, 'b', bytes('y'));
    expect([...(await area.list())].sort()).toEqual(['a', 'b']);
    expect(await area.remove('a')).toBe(true);
    expect(await area.remove('a')).toBe(true);
    expect(await area.open('a')).toBeNull();
    expect(await area.list()).toEqual(['b']);
  });

  it('replaces a file as a whole', async () => {
    const area = make();
    await writeAll(area, 'a', bytes('a long text'));
    await writeAll(area, 'a', bytes('short'));
    expect(text(await readAll(area, 'a'))).toBe('short');
  });

  it('does not remove a file that is being written', async () => {
    const area = make();
    const writer = await area.create('a');
    expect(await area.remove('a')).toBe(false);
    await writer.close();
    expect(await area.remove('a')).toBe(true);
  });

  it('is read by two at once', async () => {
    const area = make();
    await writeAll(area, 'a', bytes('abc'));
    const [one, other] = await Promise.all([area.open('a'), area.open('a')]);
    expect([await one?.text(), await other?.text()]).toEqual(['abc', 'abc']);
  });
}
