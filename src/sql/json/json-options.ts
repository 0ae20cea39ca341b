// The options of from_json and to_json, as Spark names them (in any case). An option that changes an answer and is not known
// here is refused; those that only concern files or speed are taken and mean nothing.
import { type JsonSyntax, READER_SYNTAX } from './json-syntax.ts';

export interface JsonReadOptions {
  readonly syntax: JsonSyntax;
  /** FAILFAST: a record that does not fit fails. Else what does not fit is NULL. */
  readonly failFast: boolean;
  /** The STRING column that takes the whole text of a record that does not fit. */
  readonly corruptColumn: string;
  /** Patterns; null: what CAST reads. */
  readonly dateFormat: string | null;
  readonly timestampFormat: string | null;
  /** A zone for times without one; null: the session's. */
  readonly timeZone: string | null;
}

export interface JsonWriteOptions {
  readonly dateFormat: string | null;
  readonly timestampFormat: string | null;
  readonly timeZone: string | null;
  readonly keepNulls: boolean;
}

/** Why options do not do. `value` null: there is no such option. */
export interface OptionFault {
  readonly option: string;
  readonly value: string | null;
  readonly takes: string;
}

const switches: ReadonlyMap<string, keyof JsonSyntax> = new Map(
  (Object.keys(READER_SYNTAX) as (keyof JsonSyntax)[]).map((name) => [name.toLowerCase(), name]),
);

const READ_TAKES =
  'mode, columnNameOfCorruptRecord, dateFormat, timestampFormat, timeZone, allowSingleQuotes, allowNonNumericNumbers, allowComments, allowUnquotedFieldNames, allowNumericLeadingZeros, allowBackslashEscapingAnyCharacter and allowUnquotedControlChars';
const WRITE_TAKES = 'dateFormat, timestampFormat, timeZone and ignoreNullFields';

type Texts = ReadonlyMap<string, string>;

function truth(value: string): boolean | null {
  const lower = value.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : null;
}

export function readReadOptions(texts: Texts): JsonReadOptions | OptionFault {
  const syntax: { -readonly [name in keyof JsonSyntax]: boolean } = { ...READER_SYNTAX };
  const options = {
    syntax,
    failFast: false,
    corruptColumn: '_corrupt_record',
    dateFormat: null as string | null,
    timestampFormat: null as string | null,
    timeZone: null as string | null,
  };
  for (const [name, value] of texts) {
    const lower = name.toLowerCase();
    const switched = switches.get(lower);
    const on = truth(value);
    if (switched !== undefined) {
      if (on === null) return { option: name, value, takes: 'true or false' };
      syntax[switched] = on;
      continue;
    }
    switch (lower) {
      case 'mode':
        if (value.toUpperCase() === 'DROPMALFORMED') return { option: name, value, takes: 'PERMISSIVE or FAILFAST' };
        options.failFast = value.toUpperCase() === 'FAILFAST';
        break;
      case 'columnnameofcorruptrecord':
        options.corruptColumn = value;
        break;
      case 'dateformat':
        options.dateFormat = value;
        break;
      case 'timestampformat':
        options.timestampFormat = value;
        break;
      case 'timezone':
        options.timeZone = value;
        break;
      // These concern files, and the guessing of schemas.
      case 'primitivesasstring':
      case 'prefersdecimal':
      case 'dropfieldifallnull':
      case 'infertimestamp':
      case 'multiline':
      case 'encoding':
      case 'charset':
      case 'linesep':
      case 'samplingratio':
      case 'locale':
        break;
      default:
        return { option: name, value: null, takes: READ_TAKES };
    }
  }
  return options;
}

export function readWriteOptions(texts: Texts): JsonWriteOptions | OptionFault {
  const options = { dateFormat: null as string | null, timestampFormat: null as string | null, timeZone: null as string | null, keepNulls: false };
  for (const [name, value] of texts) {
    switch (name.toLowerCase()) {
      case 'dateformat':
        options.dateFormat = value;
        break;
      case 'timestampformat':
        options.timestampFormat = value;
        break;
      case 'timezone':
        options.timeZone = value;
        break;
      case 'ignorenullfields': {
        const on = truth(value);
        if (on === null) return { option: name, value, takes: 'true or false' };
        options.keepNulls = !on;
        break;
      }
      default:
        return { option: name, value: null, takes: WRITE_TAKES };
    }
  }
  return options;
}

export function isOptionFault(options: object): options is OptionFault {
  return 'takes' in options;
}
