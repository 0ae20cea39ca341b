import { define } from '../define.ts';

type None = Record<string, never>;

const changeMarked = () => 'Change the marked text.';

/** "Did you mean length?", or nothing when no known name is near. */
function meant(suggestion: string): string {
  return suggestion === '' ? '' : ` Did you mean ${suggestion}?`;
}

/** Problems of expressions: syntax, names, types, and values that an ANSI rule refuses. */
export const sqlProblems = {
  'sql/syntax': define<{ got: string; expected: string }>(
    'error',
    (p) => `This expression does not read on at ${p.got}. Expected ${p.expected}.`,
    changeMarked,
  ),
  'sql/empty': define<None>(
    'error',
    () => 'There is no expression here. Expected one, such as a column name or lower(word).',
    () => 'Type an expression over the columns of the input.',
  ),
  'sql/unclosed': define<{ what: string; quote: string }>(
    'error',
    (p) => `This ${p.what} is not closed: there is no ${p.quote} after it.`,
    (p) => `Add ${p.quote} where the ${p.what} ends.`,
  ),
  'sql/foreign-letter': define<{ got: string }>(
    'error',
    (p) => `"${p.got}" cannot stand here: names without backticks have only letters a to z, digits and _.`,
    () => 'Put the name between backticks, or text between single quotes.',
  ),
  'sql/too-long': define<{ length: number; limit: number }>(
    'error',
    (p) => `This expression has ${p.length} characters. At most ${p.limit} are read.`,
    () => 'Split it over several operators.',
  ),
  'sql/too-deep': define<{ limit: number }>(
    'error',
    (p) => `This expression is nested more than ${p.limit} levels deep.`,
    () => 'Split it over several operators, or use IN for a long chain of OR.',
  ),
  'sql/too-large': define<{ limit: number }>(
    'error',
    (p) => `This expression comes to more than ${p.limit} steps once CASE and the like are written out.`,
    () => 'Split it over several operators.',
  ),
  'sql/unknown-function': define<{ name: string; suggestion: string }>(
    'error',
    (p) => `No function ${p.name}.${meant(p.suggestion)}`,
    () => 'Choose a function from the list, or one the help names.',
  ),
  'sql/unknown-column': define<{ name: string; suggestion: string; columns: string }>(
    'error',
    (p) => `No column ${p.name}.${meant(p.suggestion)} ${p.columns === '' ? 'The input has no columns.' : `Columns: ${p.columns}.`}`,
    () => 'Use one of the columns. Text goes between single quotes.',
  ),
  'sql/unknown-field': define<{ name: string; suggestion: string; fields: string }>(
    'error',
    (p) => `No field ${p.name} in this STRUCT.${meant(p.suggestion)} Fields: ${p.fields}.`,
    () => 'Use one of the fields.',
  ),
  'sql/not-a-struct': define<{ name: string; got: string }>(
    'error',
    (p) => `.${p.name} needs a STRUCT before the dot, but this is ${p.got}.`,
    () => 'Leave the dot out, or write a name that has a dot between backticks.',
  ),
  'sql/not-indexable': define<{ got: string }>(
    'error',
    (p) => `[..] needs an ARRAY before it, but this is ${p.got}.`,
    () => 'Use substring for a part of a text.',
  ),
  'sql/argument-count': define<{ name: string; got: number; takes: string }>(
    'error',
    (p) => `${p.name} was given ${p.got} ${p.got === 1 ? 'argument' : 'arguments'}. It takes ${p.takes}.`,
    () => 'Add or remove arguments.',
  ),
  'sql/argument-types': define<{ name: string; got: string; takes: string }>(
    'error',
    (p) => `${p.name} does not take (${p.got}). It takes ${p.takes}.`,
    () => 'Change the arguments, or CAST them.',
  ),
  'sql/operand-types': define<{ operator: string; left: string; right: string; takes: string }>(
    'error',
    (p) => `${p.left} ${p.operator} ${p.right} is not defined. ${p.operator} takes ${p.takes}.`,
    () => 'Change a side, or CAST it.',
  ),
  'sql/operand-type': define<{ operator: string; got: string; takes: string }>(
    'error',
    (p) => `${p.operator} is not defined for ${p.got}. It takes ${p.takes}.`,
    () => 'Change the operand, or CAST it.',
  ),
  'sql/branch-types': define<{ what: string; got: string }>(
    'error',
    (p) => `The values of ${p.what} have types that do not go together: ${p.got}.`,
    () => 'CAST them to one type.',
  ),
  'sql/condition-type': define<{ what: string; got: string }>(
    'error',
    (p) => `${p.what} needs a BOOLEAN, but this is ${p.got}.`,
    () => "Compare the value with something, such as <> 0 or <> ''.",
  ),
  'sql/literal-argument': define<{ name: string; argument: string }>(
    'error',
    (p) => `The ${p.argument} of ${p.name} must be a literal, the same for every row.`,
    () => 'Write the number itself.',
  ),
  'sql/unsupported-type': define<{ type: string; instead: string }>(
    'error',
    (p) => `This build has no type ${p.type}.`,
    (p) => `Use ${p.instead}.`,
  ),
  'sql/unknown-type': define<{ type: string; suggestion: string }>(
    'error',
    (p) =>
      `No type ${p.type}.${meant(p.suggestion)} Types: BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL(p,s), STRING, BINARY, DATE, TIMESTAMP, INTERVAL .., ARRAY<..>, MAP<..>, STRUCT<..>.`,
    () => 'Use one of these types.',
  ),
  'sql/decimal-type': define<{ precision: number; scale: number; limit: number }>(
    'error',
    (p) => `There is no type DECIMAL(${p.precision},${p.scale}): it has 1 to ${p.limit} digits, of which at most all stand behind the point.`,
    () => 'Write for example DECIMAL(10,2).',
  ),
  'sql/schema-syntax': define<{ got: string; expected: string }>(
    'error',
    (p) => `The schema does not read on at ${p.got}. Expected ${p.expected}.`,
    () => 'Write columns as in: word STRING, n BIGINT.',
  ),
  'sql/duplicate-column': define<{ name: string }>(
    'error',
    (p) => `There are two columns ${p.name} (upper and lower case do not count).`,
    () => 'Rename one of them.',
  ),
  'sql/unsupported-form': define<{ what: string }>(
    'error',
    (p) => `This build cannot compute ${p.what}.`,
    () => 'Write it another way.',
  ),
  'sql/number-range': define<{ text: string; type: string }>(
    'error',
    (p) => `${p.text} does not fit in ${p.type}.`,
    () => 'Use a smaller number, or a DOUBLE such as 1e20.',
  ),
  'sql/typed-literal': define<{ type: string; text: string; wants: string }>(
    'error',
    (p) => `"${p.text}" is not a ${p.type}. Expected ${p.wants}.`,
    changeMarked,
  ),
  'sql/cast': define<{ from: string; to: string }>(
    'error',
    (p) => `There is no cast from ${p.from} to ${p.to}.`,
    () => 'CAST over a type between them, or use a function.',
  ),
  'sql/datetime-pattern': define<{ pattern: string; reason: string; errorClass: string }>(
    'error',
    (p) => `The pattern '${p.pattern}' of dates and times cannot be read: ${p.reason}.`,
    () => "Use letters such as yyyy-MM-dd HH:mm:ss, and put other letters between single quotes, written \\'T\\'.",
  ),
  'sql/unsupported-datetime-pattern': define<{ pattern: string; reason: string }>(
    'error',
    (p) => `This build cannot compute the pattern '${p.pattern}' exactly as Spark does: ${p.reason}.`,
    () => 'Write the pattern another way.',
  ),
  'sql/sliding-window': define<None>(
    'error',
    () => 'A window that slides gives several rows for a row, and an expression gives one value.',
    () => 'Leave the slide out, or use an operator with sliding windows.',
  ),
  'sql/window-shape': define<{ reason: string }>(
    'error',
    (p) => `This window cannot be: ${p.reason}.`,
    () => "Write for example window(time, '10 minutes') or window(time, '1 day', '1 day', '22 hours').",
  ),
  'sql/time-unit': define<{ got: string; takes: string }>(
    'error',
    (p) => `${p.got === '' ? 'This' : p.got} is no unit of time here. Expected one of ${p.takes}.`,
    () => 'Write the unit as a word without quotes, such as HOUR.',
  ),
  'sql/regex-invalid': define<{ pattern: string; reason: string }>(
    'error',
    (p) => `The pattern ${p.pattern} cannot be read: ${p.reason}.`,
    () => "Change the pattern. In text between quotes a backslash is written twice, or as r'\\d'.",
  ),
  'sql/regex-unsupported': define<{ pattern: string; reason: string }>(
    'error',
    (p) => `This build cannot match the pattern ${p.pattern} exactly as Spark does: ${p.reason}.`,
    () => 'Write the pattern another way.',
  ),
  'sql/like-pattern': define<{ pattern: string; reason: string; errorClass: string }>(
    'error',
    (p) => `The pattern ${p.pattern} cannot be read: ${p.reason}.`,
    () => 'Write the escape character twice where it stands for itself.',
  ),
  'sql/pattern-limit': define<{ text: string; length: number }>(
    'error',
    (p) => `The text of a row, ${p.length} characters long, is too long for the pattern in ${p.text}.`,
    () => 'Use a pattern without lookaround and references to groups, or cut the text first.',
  ),
  'sql/like-escape': define<{ escape: string }>(
    'error',
    (p) => `ESCAPE takes one character, but was given "${p.escape}".`,
    () => "Write for example ESCAPE '/'.",
  ),
  'sql/aggregate-here': define<{ name: string }>(
    'error',
    (p) => `${p.name} sums up many rows, but here an expression sees one row at a time.`,
    () => 'Use it in a window or another aggregating operator.',
  ),
  'sql/not-an-aggregate': define<{ got: string; takes: string }>(
    'error',
    (p) => `${p.got} is not an aggregate. Expected ${p.takes}.`,
    () => 'Write for example count(*) or sum(n).',
  ),
  'sql/unsupported-aggregate': define<{ what: string; takes: string }>(
    'error',
    (p) => `An aggregate inside ${p.what} has no place here. Expected ${p.takes}, alone.`,
    () => 'Compute the rest in an operator before or after.',
  ),
  'sql/refused-aggregate': define<{ name: string; instead: string }>(
    'error',
    (p) => `${p.name} would not give the answers of Spark here, so this build does not compute it.`,
    (p) => `Use ${p.instead}.`,
  ),
  'sql/interval-literal': define<{ text: string; reason: string }>(
    'error',
    (p) => `${p.text} is not an interval: ${p.reason}.`,
    () => "Write for example INTERVAL 1 DAY, INTERVAL '1 02:03:04' DAY TO SECOND or INTERVAL '1-2' YEAR TO MONTH.",
  ),
  'sql/interval': define<{ got: string; reason: string }>(
    'error',
    (p) => `"${p.got}" is not a duration: ${p.reason}.`,
    () => 'Write for example 10 seconds, 500 milliseconds or 1 minute 30 seconds.',
  ),
  'sql/divide-by-zero': define<{ text: string }>(
    'error',
    (p) => `A row divides by zero in ${p.text}.`,
    (p) => `Test the divisor first, for example if(x = 0, NULL, ..) around ${p.text}.`,
  ),
  'sql/overflow': define<{ text: string; type: string }>(
    'error',
    (p) => `The result of ${p.text} does not fit in ${p.type} for a row.`,
    () => 'CAST an operand to BIGINT or DOUBLE.',
  ),
  'sql/cast-value': define<{ value: string; type: string; text: string }>(
    'error',
    (p) => `${p.value} cannot be cast to ${p.type} in ${p.text}.`,
    (p) => `Use TRY_CAST(.. AS ${p.type}), which gives NULL for such rows.`,
  ),
  'sql/decimal-range': define<{ value: string; type: string; text: string }>(
    'error',
    (p) => `${p.value} has too many digits for ${p.type} in ${p.text}.`,
    () => 'CAST to a DECIMAL with more digits before the point, or to DOUBLE.',
  ),
  'sql/index': define<{ index: number; size: number; text: string }>(
    'error',
    (p) => `Index ${p.index} is outside the array in ${p.text}, which has ${p.size} ${p.size === 1 ? 'element' : 'elements'}. The first has index 0.`,
    (p) => `Test size(..) first around ${p.text}.`,
  ),
  'sql/row-pattern': define<{ text: string; reason: string }>(
    'error',
    (p) => `A row's pattern in ${p.text} cannot be read: ${p.reason}.`,
    () => 'Change the pattern.',
  ),
  'sql/value': define<{ errorClass: string; text: string }>(
    'error',
    (p) => `A row has no value for ${p.text} (Spark calls it ${p.errorClass}).`,
    () => 'Filter such rows out before this operator.',
  ),
};
