// Files that readers of data stumble over, with what is right for each: the very rows, or how many records, or a Problem. Made
// here, so that whoever judges by them has the same ones.
import type { PlainValue } from '../../src/columns/build.ts';
import type { TextEncoding } from '../../src/formats/record-format.ts';

export interface HostileFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly right: Right;
}

export type Right =
  /** These rows, in this order, and no other record. */
  | { readonly kind: 'rows'; readonly rows: readonly (readonly PlainValue[])[] }
  /** So many records, of which so many are not good. */
  | { readonly kind: 'records'; readonly records: number; readonly bad?: number }
  /** Refused, with a code of that beginning. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Rows or a Problem; neither an exception nor a hang. */
  | { readonly kind: 'anything' };

const WINDOWS: ReadonlyMap<string, number> = new Map([
  ['€', 0x80],
  ['“', 0x93],
  ['”', 0x94],
]);

export function encodeAs(text: string, encoding: TextEncoding, mark: boolean): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(mark ? `\uFEFF${text}` : text);
  if (encoding === 'windows-1252') return Uint8Array.from(text, (c) => WINDOWS.get(c) ?? c.charCodeAt(0));
  const units = mark ? `\uFEFF${text}` : text;
  const bytes = new Uint8Array(units.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < units.length; i++) view.setUint16(i * 2, units.charCodeAt(i), encoding === 'utf-16le');
  return bytes;
}

const ENCODINGS: readonly (readonly [encoding: TextEncoding, mark: boolean])[] = [
  ['utf-8', false],
  ['utf-8', true],
  ['utf-16le', true],
  ['utf-16be', true],
  ['utf-16le', false],
  ['utf-16be', false],
  ['windows-1252', false],
];

type Cell = string | number | null;

/** Names with every sort of trouble that all encodings here can write. */
const TABLE: readonly (readonly Cell[])[] = Array.from({ length: 24 }, (_, i) => {
  const names = ['Zürich', 'a "quoted" one', 'x, y; z', 'two\nlines', '', 'tab\there', 'bar | bar', ' blanks ', 'Ærø', "it's"];
  return [
    i + 1,
    names[i % names.length] ?? '',
    i % 7 === 3 ? null : (i * 37) / 8,
    i % 5 === 4 ? null : `2024-02-${String((i % 28) + 1).padStart(2, '0')}`,
  ];
});

function csvText(delimiter: string, lineEnd: string, last: boolean): string {
  const field = (cell: Cell) => {
    if (cell === null) return '';
    const text = String(cell).replaceAll('\n', lineEnd);
    return typeof cell === 'string' && !/^\d{4}-\d\d-\d\d$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [['id', 'name', 'value', 'day'].join(delimiter), ...TABLE.map((row) => row.map(field).join(delimiter))];
  return lines.join(lineEnd) + (last ? lineEnd : '');
}

function tableRows(lineEnd: string): readonly (readonly PlainValue[])[] {
  return TABLE.map((row) => row.map((cell) => (typeof cell === 'string' ? cell.replaceAll('\n', lineEnd) : cell)));
}

function csvFiles(): HostileFile[] {
  const files: HostileFile[] = [];
  for (const [encoding, mark] of ENCODINGS) {
    for (const [lineName, lineEnd] of [
      ['lf', '\n'],
      ['crlf', '\r\n'],
      ['cr', '\r'],
    ] as const) {
      for (const delimiter of [',', ';', '\t', '|']) {
        const last = (files.length & 1) === 0;
        const name = `${encoding}${mark ? '-bom' : ''}-${lineName}-${delimiter.charCodeAt(0)}${last ? '' : '-no-end'}.csv`;
        files.push({ name, bytes: encodeAs(csvText(delimiter, lineEnd, last), encoding, mark), right: { kind: 'rows', rows: tableRows(lineEnd) } });
      }
    }
  }
  return files;
}

function jsonFiles(): HostileFile[] {
  const records = TABLE.map(([id, name, value, day]) => ({ id, name, value, day }));
  const writings: readonly (readonly [string, (lineEnd: string) => string])[] = [
    ['lines', (end) => records.map((record) => JSON.stringify(record)).join(end)],
    ['lines-blank', (end) => records.map((record) => `${JSON.stringify(record)}  `).join(`${end}${end}  ${end}`) + end],
    ['array', () => JSON.stringify(records)],
    ['array-lines', (end) => `[${end}${records.map((record) => JSON.stringify(record)).join(`,${end}`)}${end}]${end}`],
    ['array-pretty', (end) => JSON.stringify(records, null, 2).replaceAll('\n', end)],
    [
      'values-pretty',
      (end) =>
        records
          .map((record) => JSON.stringify(record, null, '\t'))
          .join('\n')
          .replaceAll('\n', end),
    ],
  ];
  const files: HostileFile[] = [];
  for (const [encoding, mark] of ENCODINGS) {
    for (const [writing, write] of writings) {
      const lineEnd = ['\n', '\r\n', '\r'][files.length % 3] ?? '\n';
      const rows = TABLE.map((row) => row.map((cell) => cell));
      const name = `${encoding}${mark ? '-bom' : ''}-${writing}.json${writing.startsWith('lines') ? 'l' : ''}`;
      files.push({ name, bytes: encodeAs(write(lineEnd), encoding, mark), right: { kind: 'rows', rows } });
    }
  }
  return files;
}

const text = (content: string) => new TextEncoder().encode(content);
const bytesOf = (...parts: readonly (string | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...text(part)] : [...part])));

function refusedFiles(): HostileFile[] {
  const magics: readonly (readonly [string, readonly (string | readonly number[])[]])[] = [
    ['picture.png', [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]],
    ['photo.jpg', [[0xff, 0xd8, 0xff, 0xe0]]],
    ['anim.gif', ['GIF89a']],
    ['book.pdf', ['%PDF-1.7\n%']],
    ['sheet.xlsx', ['PK', [3, 4, 20, 0]]],
    ['data.parquet', ['PAR1', [0x15, 4]]],
    ['data.avro', ['Obj', [1, 4, 0x16]]],
    ['app.db', ['SQLite format 3', [0]]],
    ['twice.csv.gz', [[0x1f, 0x8b, 8, 0, 0, 0, 0, 0]]],
    ['data.zst', [[0x28, 0xb5, 0x2f, 0xfd]]],
    ['a.out', [[0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]]],
    ['utf32.csv', [[0xff, 0xfe, 0, 0, 0x61, 0, 0, 0, 0x2c, 0, 0, 0]]],
  ];
  const refused = magics.map(
    ([name, parts]): HostileFile => ({ name, bytes: bytesOf(...parts, [0, 1, 2, 3, 0, 0, 9]), right: { kind: 'refused', code: 'format/binary' } }),
  );
  const noise = Uint8Array.from({ length: 5000 }, (_, i) => (Math.imul(i + 1, 2_654_435_761) >>> 13) & 0xff);
  return [
    ...refused,
    { name: 'noise.bin', bytes: noise, right: { kind: 'refused', code: 'format/binary' } },
    { name: 'zeros.bin', bytes: new Uint8Array(4096), right: { kind: 'refused', code: 'format/binary' } },
    { name: 'empty.csv', bytes: new Uint8Array(0), right: { kind: 'refused', code: 'format/empty' } },
    { name: 'blanks.csv', bytes: text('  \n\t\r\n \r\r\n'), right: { kind: 'refused', code: 'format/empty' } },
    { name: 'bom-only.csv', bytes: bytesOf([0xef, 0xbb, 0xbf]), right: { kind: 'refused', code: 'format/empty' } },
  ];
}

function oddFiles(): HostileFile[] {
  const long = 'all the sea '.repeat(900_000).slice(0, 10_000_000);
  const rows = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i)).join('\n');
  const records = (name: string, content: string | Uint8Array, count: number, bad?: number): HostileFile => ({
    name,
    bytes: typeof content === 'string' ? text(content) : content,
    right: { kind: 'records', records: count, ...(bad === undefined ? {} : { bad }) },
  });
  const anything = (name: string, content: string | Uint8Array): HostileFile => ({
    name,
    bytes: typeof content === 'string' ? text(content) : content,
    right: { kind: 'anything' },
  });
  return [
    records('ragged.csv', `a,b,c\n${rows(100, (i) => (i % 10 === 0 ? '1,2' : i % 10 === 5 ? '1,2,3,4' : '1,2,3'))}\n`, 100, 20),
    records('unclosed.csv', 'a,b\n1,x\n2,"never closed\n3,y\n4,z\n', 2, 1),
    records('stray-quotes.csv', 'a,b\n1,12" pipe\n2,5" pipe\n3,"x" y\n', 3, 0),
    records('open-quotes.tsv', `id\tnote\n${rows(60, (i) => `${i}\t${i % 9 === 4 ? '"never closed' : 'plain'}`)}\n`, 60, 0),
    records('comments.csv', `# made by a tool, v1\n# units: s, m\nt,x,y\n${rows(20, (i) => `${i},${i / 2},${i * 3}`)}\n`, 20, 0),
    records('hash-header.csv', `#id,name\n${rows(20, (i) => `${i},n${i}`)}\n`, 20, 0),
    records('blank-delimited.dat', `${rows(30, (i) => `${i} ${i / 2} ok`)}\n`, 30, 0),
    records('wrapped.json', `{"count":3,"data":[{"a":1},{"a":2},{"a":3}]}`, 1, 0),
    records('nul.csv', bytesOf('a,b\n1,x', [0], 'y\n2,', [0], '\n'), 2, 0),
    records('long-line.txt', `short\n${long}\nshort\n`, 3),
    records('long-field.csv', `id,text\n1,"${long}"\n2,b\n`, 2),
    records('header-only.csv', 'id,name,value\n', 0),
    records('one-column.csv', 'name\nada\nbob\n', 2),
    records('one-row.csv', '1,2,3\n', 1),
    records('trailing-commas.csv', `a,b,\n${rows(10, (i) => `${i},x,`)}\n`, 10, 0),
    records('title.csv', `Sales report\n\nmonth,amount\n${rows(12, (i) => `${i + 1},${i * 10}`)}\n`, 12, 0),
    records('sep.csv', `sep=;\na;b\n${rows(5, (i) => `${i};1,5`)}\n`, 5, 0),
    records('backslash.csv', `a,b\n${rows(5, (i) => `${i},"say \\"hi\\", ok"`)}\n`, 5, 0),
    records('blanks-after.csv', `a, b, c\n${rows(5, (i) => `${i}, "x, y", z`)}\n`, 5, 0),
    records('single-quotes.csv', `a,b\n${rows(5, (i) => `${i},'x, y'`)}\n`, 5, 0),
    records('late-drift.csv', `id,v\n${rows(500, (i) => `${i},${i === 490 ? 'n/a value' : i}`)}\n`, 500, 1),
    records('na.csv', `id,v\n${rows(50, (i) => `${i},${i % 7 === 0 ? 'NA' : i / 2}`)}\n`, 50, 0),
    records('broken-utf8.csv', bytesOf('a,b\n', ...Array.from({ length: 40 }, () => 'é,ü\n'), [0x61, 0x2c, 0xc3, 0x0a]), 41, 0),
    records('lone-surrogate.csv', encodeAs(`a,b\n${rows(30, (i) => `${i},x`)}\n99,\ud800\n`, 'utf-16le', true), 31, 0),
    records('odd-utf16.csv', bytesOf([...encodeAs('a,b\n1,2\n3,4', 'utf-16le', true)], [0x35]), 2),
    records(
      'big.jsonl',
      rows(20, (i) => `{"id":${9_007_199_254_740_993n + BigInt(i)}}`),
      20,
      0,
    ),
    records(
      'bad-lines.jsonl',
      rows(100, (i) => (i % 25 === 3 ? '{"a":1,' : `{"a":${i}}`)),
      100,
      4,
    ),
    records('cut.jsonl', '{"a":1}\n{"a":2}\n{"a":', 3, 1),
    records('cut.json', '[{"a":1},{"a":2},{"a":', 3, 1),
    records(
      'deep.jsonl',
      rows(3, (i) => `{"a":${i},"b":${'['.repeat(400)}1${']'.repeat(400)}}`),
      3,
      0,
    ),
    records(
      'many-members.jsonl',
      rows(3, () => JSON.stringify(Object.fromEntries(Array.from({ length: 3000 }, (_, k) => [`m${k}`, k])))),
      3,
      0,
    ),
    records(
      'duplicate-members.jsonl',
      rows(5, (i) => `{"a":${i},"a":${i + 1},"A":2}`),
      5,
      0,
    ),
    records(
      'odd-members.jsonl',
      rows(5, (i) => `{"":${i},"__proto__":1,"constructor":2,"a.b":3,"123":4,"\`":5}`),
      5,
      0,
    ),
    records(
      'mixed.jsonl',
      rows(20, (i) => `{"v":${['1', '"x"', 'true', 'null', '[1]', '{"a":1}', '1.5'][i % 7]}}`),
      20,
      0,
    ),
    records('scalars.jsonl', '1\n2\n3\n', 3),
    records('lists.jsonl', '[1,2]\n[3,4]\n', 2),
    records('empty-objects.jsonl', '{}\n{}\n', 2),
    records(
      'access-garbage.log',
      `${rows(40, (i) => `203.0.113.${i} - - [10/Jun/2024:06:13:20 +0000] "GET /${i} HTTP/1.1" 200 ${i} "-" "x"`)}\ngarbage\n`,
      41,
      1,
    ),
    records(
      'prose.txt',
      'Call me Ishmael. Some years ago, never mind how long,\nhaving little money, and nothing to do,\nI thought I would sail.\n',
      3,
      0,
    ),
    records('one-line.txt', 'just one line without an end', 1),
    anything('wide.csv', `${Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',')}\n${'1,'.repeat(100_000)}\n`),
    anything('commas.csv', ','.repeat(1_000_000)),
    anything('quotes.csv', '"'.repeat(1_000_001)),
    anything('brackets.json', '['.repeat(1_000_000)),
    anything('braces.json', '{'.repeat(500_000)),
    anything('nested-names.json', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    anything('returns.csv', '\r'.repeat(1_000_000)),
    anything('backslashes.json', `{"a":"${'\\'.repeat(999_999)}`),
    anything('digits.csv', `n\n${'9'.repeat(1_000_000)}\n`),
    anything('exponents.csv', `n\n${rows(100, (i) => `1e${i * 97}`)}\n`),
    anything('dates.csv', `d\n${rows(100, (i) => `${i}/${i}/${i}`)}\n`),
    anything('years.csv', `d\n${rows(100, (i) => `${i * 1000}-13-45T99:99:99Z`)}\n`),
    anything('formula.csv', 'a,b\n=1+1,@cmd\n'),
    anything('script.csv', 'a,b\n<script>alert(1)</script>,"<img src=x onerror=alert(1)>"\n'),
  ];
}

function tinyFiles(): HostileFile[] {
  return Array.from(
    { length: 256 },
    (_, byte): HostileFile => ({ name: `byte-${byte}.csv`, bytes: Uint8Array.of(byte), right: { kind: 'anything' } }),
  );
}

/** The files; of one byte too when `tiny`. */
export function hostileFiles(tiny = false): readonly HostileFile[] {
  return [...csvFiles(), ...jsonFiles(), ...refusedFiles(), ...oddFiles(), ...(tiny ? tinyFiles() : [])];
}
