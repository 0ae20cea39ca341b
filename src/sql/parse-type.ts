// Types and schemas in Spark SQL DDL: "ARRAY<STRING>", "STRUCT<start: TIMESTAMP, end: TIMESTAMP>", "word STRING, n BIGINT".
// Types of Spark that this build does not compute with are refused by name.
import {
  arrayOf,
  BIGINT,
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  DOUBLE,
  decimalOf,
  type Field,
  FLOAT,
  INT,
  intervalOf,
  MAX_PRECISION,
  mapOf,
  type Schema,
  SMALLINT,
  STRING,
  TIMESTAMP,
  TINYINT,
  VOID,
} from '../columns/data-type.ts';
import { fail, ok, type Problem, ProblemError, problem, type Result } from '../problem/problem.ts';
import { nearestName } from './nearest-name.ts';
import { quotedName } from './unescape.ts';

const simpleTypes: ReadonlyMap<string, DataType> = new Map([
  ['BOOLEAN', BOOLEAN],
  ['TINYINT', TINYINT],
  ['BYTE', TINYINT],
  ['SMALLINT', SMALLINT],
  ['SHORT', SMALLINT],
  ['INT', INT],
  ['INTEGER', INT],
  ['BIGINT', BIGINT],
  ['LONG', BIGINT],
  ['FLOAT', FLOAT],
  ['REAL', FLOAT],
  ['DOUBLE', DOUBLE],
  ['STRING', STRING],
  ['VARCHAR', STRING],
  ['CHAR', STRING],
  ['CHARACTER', STRING],
  ['BINARY', BINARY],
  ['DATE', DATE],
  ['TIMESTAMP', TIMESTAMP],
  ['TIMESTAMP_LTZ', TIMESTAMP],
  ['VOID', VOID],
]);

const decimalNames = new Set(['DECIMAL', 'DEC', 'NUMERIC']);
const otherTypes = ['DECIMAL', 'NUMERIC', 'ARRAY', 'MAP', 'STRUCT', 'INTERVAL'];

/** Types of Spark that are missing, and what to use for them. */
export const missingTypes: ReadonlyMap<string, string> = new Map([
  ['TIMESTAMP_NTZ', 'TIMESTAMP'],
  ['TIME', 'TIMESTAMP'],
  ['VARIANT', 'STRING'],
]);

const MAX_TYPE_DEPTH = 50;

/** A type. Problems have offsets into `ddl`. */
export function parseType(ddl: string): Result<DataType> {
  return read(ddl, (reader) => reader.type(0));
}

/** Columns with types. Problems have offsets into `ddl`. */
export function parseSchema(ddl: string): Result<Schema> {
  return read(ddl, (reader) => reader.fields(0));
}

function read<T>(ddl: string, production: (reader: DdlReader) => T): Result<T> {
  const reader = new DdlReader(ddl);
  try {
    const value = production(reader);
    reader.end();
    return ok(value);
  } catch (error) {
    if (error instanceof ProblemError) return fail(error.problem);
    throw error;
  }
}

interface Token {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

class DdlReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  fields(depth: number): Schema {
    const fields: Field[] = [];
    const seen = new Set<string>();
    do {
      const token = this.word('a column name');
      const name = token.text.startsWith('`') ? quotedName(token.text) : token.text;
      if (seen.has(name.toLowerCase())) throw new ProblemError(problem('sql/duplicate-column', place(token), { name }));
      seen.add(name.toLowerCase());
      this.take(':');
      fields.push({ name, type: this.type(depth) });
      if (this.takeWord('NOT')) this.expectWord('NULL');
    } while (this.take(','));
    return fields;
  }

  type(depth: number): DataType {
    const token = this.word('a type');
    const name = token.text.toUpperCase();
    if (depth > MAX_TYPE_DEPTH) throw new ProblemError(problem('sql/too-deep', place(token), { limit: MAX_TYPE_DEPTH }));
    if (name === 'ARRAY') {
      this.expect('<');
      const element = this.type(depth + 1);
      this.expect('>');
      return arrayOf(element);
    }
    if (name === 'MAP') {
      this.expect('<');
      const key = this.type(depth + 1);
      this.expect(',');
      const value = this.type(depth + 1);
      this.expect('>');
      return mapOf(key, value);
    }
    if (decimalNames.has(name)) return this.decimal(token);
    if (name === 'INTERVAL') return this.interval();
    if (name === 'STRUCT') {
      this.expect('<');
      const fields = this.take('>') ? [] : this.fields(depth + 1);
      if (fields.length > 0) this.expect('>');
      return { kind: 'STRUCT', fields };
    }
    const simple = simpleTypes.get(name);
    if (simple === undefined) throw new ProblemError(refusal(token, name));
    if (simple === STRING && this.take('(')) this.sizes();
    if (name === 'TIMESTAMP' && this.takeWord('WITHOUT')) throw new ProblemError(refusal(token, 'TIMESTAMP_NTZ'));
    return simple;
  }

  end(): void {
    this.skipSpace();
    if (this.at < this.text.length) throw this.unexpected('"," or the end');
  }

  /** DECIMAL is DECIMAL(10,0), DECIMAL(p) is DECIMAL(p,0). */
  private decimal(token: Token): DataType {
    if (!this.take('(')) return decimalOf(10, 0);
    const precision = this.number();
    const scale = this.take(',') ? this.number() : 0;
    this.expect(')');
    if (precision >= 1 && precision <= MAX_PRECISION && scale <= precision) return decimalOf(precision, scale);
    throw new ProblemError(problem('sql/decimal-type', { from: token.from, to: this.at }, { precision, scale, limit: MAX_PRECISION }));
  }

  private number(): number {
    const token = this.word('a number');
    if (/^\d{1,6}$/.test(token.text)) return Number(token.text);
    this.at = token.from;
    throw this.unexpected('a number');
  }

  /** The units behind INTERVAL. */
  private interval(): DataType {
    const first = this.unit();
    const last = this.takeWord('TO') ? this.unit() : first;
    const type = intervalOf(first.text, last.text);
    if (type !== null) return type;
    throw new ProblemError(
      problem(
        'sql/unsupported-type',
        { from: first.from, to: last.to },
        { type: 'INTERVAL of these units', instead: 'INTERVAL DAY TO SECOND or INTERVAL YEAR TO MONTH' },
      ),
    );
  }

  private unit(): Token {
    return this.word('a unit such as DAY or MONTH');
  }

  /** The n of VARCHAR(n), which limits nothing in a cast. */
  private sizes(): void {
    do this.word('a number');
    while (this.take(','));
    this.expect(')');
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  private take(mark: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== mark) return false;
    this.at++;
    return true;
  }

  private takeWord(word: string): boolean {
    this.skipSpace();
    const rest = this.text.slice(this.at, this.at + word.length + 1).toUpperCase();
    if (!rest.startsWith(word) || /\w/.test(rest[word.length] ?? '')) return false;
    this.at += word.length;
    return true;
  }

  private expect(mark: string): void {
    if (!this.take(mark)) throw this.unexpected(`"${mark}"`);
  }

  private expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected(word);
  }

  private word(expected: string): Token {
    this.skipSpace();
    const pattern = /[A-Za-z0-9_]+|`(?:[^`]|``)+`/y;
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) throw this.unexpected(expected);
    const from = this.at;
    this.at = pattern.lastIndex;
    return { text: match[0], from, to: this.at };
  }

  private unexpected(expected: string): ProblemError {
    const code = this.text.codePointAt(this.at);
    const got = code === undefined ? 'its end' : `"${String.fromCodePoint(code)}"`;
    return new ProblemError(problem('sql/schema-syntax', { from: this.at, to: Math.min(this.at + 1, this.text.length) }, { got, expected }));
  }
}

function place(token: Token): { readonly from: number; readonly to: number } {
  return { from: token.from, to: token.to };
}

function refusal(token: Token, name: string): Problem {
  const instead = missingTypes.get(name);
  if (instead !== undefined) return problem('sql/unsupported-type', place(token), { type: name, instead });
  return problem('sql/unknown-type', place(token), { type: token.text, suggestion: nearestName(name, [...simpleTypes.keys(), ...otherTypes]) });
}
