// The bundled texts, read from the folder the page serves them from.
import { readFileSync } from 'node:fs';
import { type Samples, type SampleText, splitLines } from '../engine/sources/range-rows.ts';
import type { Plan } from '../plan/plan.ts';
import { CommandError } from './command.ts';

/** Reads every text the plan's sources name. @throws CommandError when one is not there. */
export function readSamples(plan: Plan): Samples {
  const texts = new Map<string, SampleText>();
  for (const node of plan.nodes) {
    if (node.kind !== 'source' || node.source.kind !== 'text' || texts.has(node.source.sample)) continue;
    const { sample } = node.source;
    const file = new URL(`../../public/samples/${sample}.txt`, import.meta.url);
    try {
      texts.set(sample, splitLines(readFileSync(file)));
    } catch {
      throw new CommandError(`The bundled text "${sample}" is not there.`, 'Use a sample that this build has, for example "moby-dick".');
    }
  }
  return { text: (name) => texts.get(name) };
}
