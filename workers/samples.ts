// The bundled texts, fetched once each from this site and kept in memory. Sources read them synchronously, so a pipeline
// asks for its texts before it runs.
import { type Samples, type SampleText, splitLines } from '../src/engine/sources/range-rows.ts';
import type { Plan } from '../src/plan/plan.ts';

export class FetchedSamples implements Samples {
  private readonly baseUrl: string;
  private readonly texts = new Map<string, SampleText>();

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl;
  }

  text(name: string): SampleText | undefined {
    return this.texts.get(name);
  }

  /** Fetches what the plan needs and is not there yet. @throws Error when this site cannot be reached. */
  async load(plan: Plan): Promise<void> {
    for (const node of plan.nodes) {
      if (node.kind !== 'source' || node.source.kind !== 'text' || this.texts.has(node.source.sample)) continue;
      const response = await fetch(new URL(`samples/${node.source.sample}.txt`, this.baseUrl));
      if (!response.ok) throw new Error(`Sample ${node.source.sample}: ${response.status}`);
      this.texts.set(node.source.sample, splitLines(new Uint8Array(await response.arrayBuffer())));
    }
  }

  /** A file that comes with the studio; null when this site cannot be reached. */
  async file(path: string): Promise<Blob | null> {
    const response = await fetch(new URL(path, this.baseUrl)).catch(() => null);
    return response?.ok === true ? await response.blob() : null;
  }
}
