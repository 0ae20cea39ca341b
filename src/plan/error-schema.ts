import { type Schema, STRING } from '../columns/data-type.ts';

/** What an errors port gives, whatever the operator: so that the refused rows of many can be brought together. `row` is JSON, or the record as it came. */
export const ERROR_SCHEMA: Schema = [
  { name: 'reason', type: STRING },
  { name: 'detail', type: STRING },
  { name: 'row', type: STRING },
];
