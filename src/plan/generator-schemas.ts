// The columns of each generator recipe. The kernels that make the rows and the operator that shows them both read this.
import { DOUBLE, INT, type Schema, STRING } from '../columns/data-type.ts';
import type { GeneratorRecipe } from './plan.ts';

export const GENERATOR_SCHEMAS: Readonly<Record<GeneratorRecipe, Schema>> = {
  'zipf-words': [{ name: 'word', type: STRING }],
  clicks: [
    { name: 'page', type: STRING },
    { name: 'visitor', type: INT },
    { name: 'ms', type: INT },
  ],
  sensors: [
    { name: 'sensor', type: STRING },
    { name: 'temperature', type: DOUBLE },
    { name: 'humidity', type: DOUBLE },
  ],
};

/** Text streams and typed lines have one column, as Spark's text source. */
export const LINE_SCHEMA: Schema = [{ name: 'value', type: STRING }];
