import { define } from '../define.ts';

/** Problems of documents and graphs: files that do not parse, operators that do not fit, parameters that do not hold. */
export const pipelineProblems = {
  'pipeline/empty-file': define<Record<string, never>>(
    'error',
    () => 'This file is empty. A Millrace pipeline is a JSON document that starts with "format": "millrace".',
    () => 'Choose another file. Nothing was changed.',
  ),
};
