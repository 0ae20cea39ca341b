// The columns sources give. The operators type streams by them, and the recipes that make the rows keep to them.
import { BIGINT, DOUBLE, INT, type Schema, STRING, TIMESTAMP } from '../columns/data-type.ts';
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

/** What the page itself sends. `key` as KeyboardEvent.key has it: "a", "Enter". */
export const KEYSTROKE_SCHEMA: Schema = [
  { name: 'key', type: STRING },
  { name: 'at', type: TIMESTAMP },
];

/** Place on the page in CSS pixels; `buttons` as PointerEvent.buttons has them. */
export const POINTER_SCHEMA: Schema = [
  { name: 'x', type: INT },
  { name: 'y', type: INT },
  { name: 'buttons', type: INT },
  { name: 'at', type: TIMESTAMP },
];
