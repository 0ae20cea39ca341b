// The columns sources give. The operators type streams by them, and the recipes that make the rows keep to them.
import { BIGINT, DOUBLE, INT, type Schema, STRING } from '../columns/data-type.ts';
import type { GeneratorRecipe } from './plan.ts';

export const GENERATOR_SCHEMAS: Readonly<Record<GeneratorRecipe, Schema>> = {
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

/** Text streams and typed lines have one column, as Spark's text source. */
export const LINE_SCHEMA: Schema = [{ name: 'value', type: STRING }];
