import { BIGINT, DOUBLE, INT, type Schema, STRING } from '../../columns/data-type.ts';
import type { GeneratorRecipe, SourceSpec } from '../../plan/plan.ts';

/** The columns a source gives. Recorded batches may bring their own instead. */
export function sourceSchema(spec: SourceSpec): Schema {
  return spec.kind === 'generator' ? RECIPE_SCHEMAS[spec.recipe] : LINES;
}

const LINES: Schema = [{ name: 'value', type: STRING }];

const RECIPE_SCHEMAS: Readonly<Record<GeneratorRecipe, Schema>> = {
  'zipf-words': [
    { name: 'word', type: STRING },
    { name: 'id', type: BIGINT },
  ],
  clicks: [
    { name: 'page', type: STRING },
    { name: 'user', type: STRING },
    { name: 'ms', type: INT },
    { name: 'status', type: INT },
  ],
  sensors: [
    { name: 'sensor', type: STRING },
    { name: 'room', type: STRING },
    { name: 'celsius', type: DOUBLE },
    { name: 'humidity', type: DOUBLE },
  ],
};
