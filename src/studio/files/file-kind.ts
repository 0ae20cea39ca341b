// Whether a file that was dropped or picked is a pipeline of ours or somebody's data, from its name and its first bytes. Pure.

/** How much of a file is looked at. */
export const HEAD_BYTES = 65_536;

/**
 * A .json file is taken for a pipeline, so that a damaged one is refused with its place, unless it plainly holds records: an
 * array of objects, or an object a line. Any other file is data, unless it says that it is a pipeline.
 */
export function fileKind(name: string, head: string): 'pipeline' | 'data' {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (/^\{[\s\S]{0,4000}?"format"\s*:\s*"millrace"/.test(text)) return 'pipeline';
  if (!/\.json$/i.test(name)) return 'data';
  return /^\[\s*(?:\{|\])/.test(text) || isLines(text) ? 'data' : 'pipeline';
}

/** An object on the first line, and another on the next that is not blank. */
function isLines(text: string): boolean {
  const [first = '', ...rest] = text.split(/\r\n|\r|\n/);
  const second = rest.find((line) => line.trim() !== '');
  return second?.trimStart().startsWith('{') === true && isObject(first);
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
