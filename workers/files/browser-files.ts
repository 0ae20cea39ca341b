// The files of this browser: in its private file system, or in memory where there is none. Which of the two is found out
// once, when the first file is asked for.
import type { AreaWriter, FileArea } from './file-area.ts';
import { StoredHandles } from './file-handles.ts';
import { KeptFiles } from './kept-files.ts';
import { MemoryArea } from './memory-area.ts';
import { PrivateArea } from './private-area.ts';

export function browserFiles(newId: () => string): KeptFiles {
  return new KeptFiles(new BestArea(), typeof indexedDB === 'undefined' ? null : new StoredHandles(), newId, () => Date.now());
}

class BestArea implements FileArea {
  private chosen: Promise<FileArea> | null = null;

  async create(name: string): Promise<AreaWriter> {
    return (await this.area()).create(name);
  }

  async open(name: string): Promise<Blob | null> {
    return (await this.area()).open(name);
  }

  async list(): Promise<readonly string[]> {
    return (await this.area()).list();
  }

  async remove(name: string): Promise<boolean> {
    return (await this.area()).remove(name);
  }

  private area(): Promise<FileArea> {
    this.chosen ??= choose();
    return this.chosen;
  }
}

async function choose(): Promise<FileArea> {
  const area = new PrivateArea();
  try {
    await area.list();
    return area;
  } catch {
    return new MemoryArea();
  }
}
