// What a JSON text may look like beyond the standard, named as Spark's reader options name it, and what can be wrong with one.

export interface JsonSyntax {
  readonly allowSingleQuotes: boolean;
  /** NaN, Infinity, -Infinity, +INF and -INF without quotes. */
  readonly allowNonNumericNumbers: boolean;
  readonly allowComments: boolean;
  readonly allowUnquotedFieldNames: boolean;
  readonly allowNumericLeadingZeros: boolean;
  readonly allowBackslashEscapingAnyCharacter: boolean;
  readonly allowUnquotedControlChars: boolean;
}

/** What from_json and the JSON file reader take unless told otherwise. */
export const READER_SYNTAX: JsonSyntax = {
  allowSingleQuotes: true,
  allowNonNumericNumbers: true,
  allowComments: false,
  allowUnquotedFieldNames: false,
  allowNumericLeadingZeros: false,
  allowBackslashEscapingAnyCharacter: false,
  allowUnquotedControlChars: false,
};

/** What get_json_object, json_tuple and their kin take. */
export const PATH_SYNTAX: JsonSyntax = { ...READER_SYNTAX, allowNonNumericNumbers: false, allowUnquotedControlChars: true };

/** Deeper texts are refused, as in Spark. */
export const MAX_JSON_DEPTH = 1000;
/** Longer numbers are refused, as in Spark. */
export const MAX_NUMBER_LENGTH = 1000;

/** Why a record does not fit, and where: `at` is a position in the bytes that were given. */
export interface JsonFault {
  /** 'syntax': it is no JSON. 'type': a value that its column does not take. 'shape': not an object (or what the schema asks for). */
  readonly kind: 'syntax' | 'type' | 'shape';
  /** In words, to stand after "because" or a colon: "a is "x", which is not an INT". */
  readonly reason: string;
  readonly at: number;
  /** The column that did not fit: "a", "p.x"; null when none can be named. */
  readonly field: string | null;
}
