import type { PipelineDocument } from '../pipeline/document.ts';

export interface Template {
  readonly id: string;
  readonly document: PipelineDocument;
  /** One or two sentences for the card. */
  readonly description: string;
  /** Titles of what it shows, for the chips of the card. */
  readonly tags: readonly string[];
}
