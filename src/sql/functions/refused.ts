// Functions of Spark that are left out on purpose, with why, and what to use instead. The checker says it, and the function
// reference lists it. A batch must give the same rows whenever it is run again, so nothing here may look at anything but the row.

export interface RefusedFunction {
  readonly names: readonly string[];
  /** To stand after "is not offered here:". */
  readonly reason: string;
  /** To stand after "Use". */
  readonly instead: string;
}

const NOT_REPLAYABLE = 'each run of a batch would give other rows';
const ONE_ROW = 'an expression gives one value a row';
const NO_CATALOG = 'there is no catalog, user or cluster here';

export const refusedFunctions: readonly RefusedFunction[] = [
  {
    names: ['rand', 'random', 'randn', 'uniform', 'randstr'],
    reason: NOT_REPLAYABLE,
    instead: 'pmod(hash(id), 100) < 10 over a column that tells rows apart, for a sample that stays the same',
  },
  { names: ['uuid'], reason: NOT_REPLAYABLE, instead: 'xxhash64 or sha2 over the columns that tell rows apart' },
  { names: ['shuffle'], reason: NOT_REPLAYABLE, instead: 'array_sort by a hash: array_sort(a, (l, r) -> sign(hash(l) - hash(r)))' },
  {
    names: ['monotonically_increasing_id', 'spark_partition_id', 'input_file_name', 'input_file_block_start', 'input_file_block_length'],
    reason: 'its answer depends on how Spark spreads the work',
    instead: 'a column of the source, such as its line number',
  },
  {
    names: ['current_user', 'user', 'session_user', 'current_catalog', 'current_database', 'current_schema', 'current_path', 'measure', 'version'],
    reason: NO_CATALOG,
    instead: 'a text between quotes',
  },
  {
    names: ['collations', 'sql_keywords', 'python_worker_logs', 'range'],
    reason: 'it gives a table, and an expression one value a row',
    instead: 'a source of rows, or sequence for an ARRAY of numbers',
  },
  { names: ['java_method', 'reflect', 'try_reflect'], reason: 'there is no Java here', instead: 'the functions of the list' },
  {
    names: [
      'xpath',
      'xpath_boolean',
      'xpath_double',
      'xpath_float',
      'xpath_int',
      'xpath_long',
      'xpath_number',
      'xpath_short',
      'xpath_string',
      'from_xml',
      'to_xml',
      'schema_of_xml',
    ],
    reason: 'XML is not read here',
    instead: 'JSON with from_json or get_json_object, or regexp_extract for one value of a text',
  },
  {
    names: ['from_avro', 'to_avro', 'schema_of_avro', 'from_protobuf', 'to_protobuf'],
    reason: 'binary formats with schemas of their own are not read here',
    instead: 'from_json and to_json',
  },
  {
    names: ['from_csv', 'schema_of_csv'],
    reason: 'CSV is read where rows come in',
    instead: 'the operator Parse CSV, or split for a text with a separator',
  },
  { names: ['to_csv'], reason: 'a line of CSV is written where rows go out', instead: "concat_ws(',', ..), or to_json" },
  {
    names: [
      'parse_json',
      'try_parse_json',
      'variant_get',
      'try_variant_get',
      'is_variant_null',
      'is_valid_variant',
      'schema_of_variant',
      'to_variant_object',
      'variant_array_append',
      'variant_delete',
      'variant_explode',
      'variant_explode_outer',
      'variant_insert',
      'variant_set',
      'variant_strip_nulls',
      'try_variant_array_append',
      'try_variant_insert',
      'try_variant_set',
    ],
    reason: 'there is no type VARIANT',
    instead: 'from_json with a schema, or get_json_object',
  },
  {
    names: ['explode', 'explode_outer', 'posexplode', 'posexplode_outer', 'inline', 'inline_outer', 'stack', 'json_tuple'],
    reason: ONE_ROW,
    instead: 'the operator Explode; for json_tuple, get_json_object for each name',
  },
  {
    names: ['row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist', 'ntile', 'lag', 'lead', 'nth_value', 'counter_diff'],
    reason: 'it looks at other rows, and OVER is not part of expressions here',
    instead: 'a keyed state or window operator, or max_by and min_by',
  },
  {
    names: [
      'current_time',
      'localtime',
      'localtimestamp',
      'to_time',
      'try_to_time',
      'make_time',
      'to_timestamp_ntz',
      'make_timestamp_ntz',
      'try_make_timestamp_ntz',
      'time_from_seconds',
      'time_from_millis',
      'time_from_micros',
      'time_to_seconds',
      'time_to_millis',
      'time_to_micros',
    ],
    reason: 'there is neither a type TIME nor TIMESTAMP without a zone',
    instead: 'TIMESTAMP and the functions for it',
  },
  {
    names: ['convert_timezone', 'time_diff', 'time_trunc'],
    reason: 'it gives a time without a zone, or a time of day, and neither has a type here',
    instead: "from_utc_timestamp(to_utc_timestamp(t, 'Asia/Tokyo'), 'Europe/Berlin') for a reading of one clock on another",
  },
  {
    names: ['timestamp_nanos', 'unix_nanos'],
    reason: 'a TIMESTAMP has microseconds, here and in Spark where nothing is set',
    instead: 'timestamp_micros(nanoseconds div 1000), and unix_micros(t) * 1000',
  },
  {
    names: ['make_interval', 'try_make_interval'],
    reason: 'an interval of months and days together has no type here',
    instead: 'make_dt_interval or make_ym_interval',
  },
  { names: ['aes_encrypt', 'aes_decrypt', 'try_aes_decrypt', 'hmac'], reason: 'keys do not belong in a pipeline', instead: 'sha2 to hide a value' },
  { names: ['collate', 'collation'], reason: 'texts are compared by their characters only', instead: 'lower, or ILIKE, to compare without case' },
  {
    names: ['sentences'],
    reason: 'words and sentences are cut by rules of languages that change between versions',
    instead: "split(text, '[^a-zA-Z]+')",
  },
  {
    names: [
      'hll_sketch_estimate',
      'hll_union',
      'theta_sketch_estimate',
      'theta_union',
      'theta_intersection',
      'theta_difference',
      ...['difference', 'intersection', 'union'].flatMap((word) =>
        ['double', 'integer', 'theta_double', 'theta_integer'].map((kind) => `tuple_${word}_${kind}`),
      ),
      ...['estimate', 'summary', 'theta'].flatMap((word) => ['double', 'integer'].map((kind) => `tuple_sketch_${word}_${kind}`)),
      'approx_top_k_estimate',
    ],
    reason: 'sketches are not kept as values here',
    instead: 'approx_count_distinct, or count(DISTINCT x)',
  },
  {
    names: ['get_n', 'get_quantile', 'get_rank', 'merge', 'to_string'].flatMap((word) =>
      ['bigint', 'double', 'float'].map((kind) => `kll_sketch_${word}_${kind}`),
    ),
    reason: 'sketches are not kept as values here',
    instead: 'percentile or approx_percentile, which are exact',
  },
  {
    names: ['vector_cosine_similarity', 'vector_inner_product', 'vector_l2_distance', 'vector_norm', 'vector_normalize'],
    reason: 'the last digits of its sums of FLOAT depend on the order in which they are added',
    instead: 'aggregate(zip_with(a, b, (x, y) -> x * y), 0D, (sum, x) -> sum + x) and its like',
  },
  {
    names: ['st_asbinary', 'st_geogfromwkb', 'st_geomfromwkb', 'st_setsrid', 'st_srid'],
    reason: 'there are no types GEOGRAPHY and GEOMETRY',
    instead: 'a text or BINARY as it is',
  },
];

const byName: ReadonlyMap<string, RefusedFunction> = new Map(
  refusedFunctions.flatMap((refused) => refused.names.map((name) => [name, refused] as const)),
);

export function refusedNamed(name: string): RefusedFunction | undefined {
  return byName.get(name.toLowerCase());
}
