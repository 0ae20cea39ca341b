import { define } from '../define.ts';

/** Problems of expressions: syntax, names, types, and values that an ANSI rule refuses. */
export const sqlProblems = {
  'sql/syntax': define<{ got: string; expected: string }>(
    'error',
    (p) => `This expression does not read on at ${p.got}. Expected ${p.expected}.`,
    () => 'Change the marked text.',
  ),
};
