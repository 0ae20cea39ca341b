// A document as a run uses it: the text it came from, its plan, and the settings that are not part of the plan.
import type { Plan } from './plan.ts';

export interface RunSettings {
  /** null: automatic. Infinity: none are taken. */
  readonly checkpointIntervalMs: number | null;
  readonly backpressure: boolean;
  readonly downtime: 'catch-up' | 'skip';
  readonly durability: 'relaxed' | 'strict';
}

export interface AppliedPipeline {
  readonly text: string;
  readonly plan: Plan;
  readonly settings: RunSettings;
}
