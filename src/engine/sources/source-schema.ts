import type { Schema } from '../../columns/data-type.ts';
import { GENERATOR_SCHEMAS, LINE_SCHEMA } from '../../plan/generator-schemas.ts';
import type { SourceSpec } from '../../plan/plan.ts';

/** The columns a source gives by itself. Recorded batches may bring their own instead. */
export function sourceSchema(spec: SourceSpec): Schema {
  return spec.kind === 'generator' ? GENERATOR_SCHEMAS[spec.recipe] : LINE_SCHEMA;
}
