import { define } from '../define.ts';

/** Problems of single functions of the expression language that their types do not tell. */
export const functionProblems = {
  'function/refused': define<{ name: string; reason: string; instead: string }>(
    'error',
    (p) => `${p.name} is not offered here: ${p.reason}.`,
    (p) => `Use ${p.instead}.`,
  ),
  'function/unsupported': define<{ what: string; instead: string }>(
    'error',
    (p) => `This build cannot compute ${p.what} exactly as Spark does.`,
    (p) => `Use ${p.instead}.`,
  ),
  'function/schema': define<{ name: string; got: string; reason: string }>(
    'error',
    (p) => `The schema of ${p.name}, '${p.got}', does not do: ${p.reason}.`,
    () => "Write columns as in 'word STRING, n BIGINT', or one type such as 'ARRAY<STRUCT<n: INT>>' or 'MAP<STRING, STRING>'.",
  ),
  'function/options': define<{ name: string; takes: string }>(
    'error',
    (p) => `The options of ${p.name} must be written out, the same for every row. It takes ${p.takes}.`,
    () => "Write for example map('mode', 'FAILFAST').",
  ),
  'function/option': define<{ name: string; option: string; takes: string }>(
    'error',
    (p) => `${p.name} has no option ${p.option} here. It takes ${p.takes}.`,
    () => 'Leave the option out, or use one of those.',
  ),
  'function/option-value': define<{ name: string; option: string; got: string; takes: string }>(
    'error',
    (p) => `The option ${p.option} of ${p.name} is '${p.got}'. It takes ${p.takes}.`,
    () => 'Change the value of the option.',
  ),
  'function/literal': define<{ name: string; argument: string; takes: string }>(
    'error',
    (p) => `The ${p.argument} of ${p.name} must be written out, the same for every row. It takes ${p.takes}.`,
    () => 'Write the value itself in quotes.',
  ),
  'function/format': define<{ name: string; format: string; reason: string; errorClass?: string }>(
    'error',
    (p) => `${p.name} cannot use the format '${p.format}': ${p.reason}.`,
    () => 'Change the format.',
  ),
  'function/format-value': define<{ text: string; value: string }>(
    'error',
    (p) => `'${p.value}' is not of the format in ${p.text}.`,
    () => 'Change the format, or use try_to_number, which gives NULL.',
  ),
  'function/argument': define<{ name: string; argument: string; got: string; takes: string }>(
    'error',
    (p) => `The ${p.argument} of ${p.name} is ${p.got}. It takes ${p.takes}.`,
    () => 'Change the argument.',
  ),
};
