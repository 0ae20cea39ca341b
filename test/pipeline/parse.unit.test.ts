import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument, parseDocumentBytes } from '../../src/pipeline/parse.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { codesOf, mustBeOk, problemsOf, textsOf } from './expect-result.ts';
import { WORD_COUNT } from './word-count.ts';

const fieldData = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, '../field/data', name)));
const encode = (text: string) => new TextEncoder().encode(text);

/** The start of a real PNG file: signature, header chunk, and a compressed byte or two. */
const PNG = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0,
]);

function replaced(part: string, by: string): string {
  expect(WORD_COUNT).toContain(part);
  return WORD_COUNT.replace(part, by);
}

describe('b4: five files that are no pipelines give five different problems', () => {
  it.each([
    ['b4-not-a-pipeline.json', 'This is JSON, but not a Millrace pipeline: "format": "millrace" is missing (it has name).'],
    ['b4-array.json', 'This file holds a list. A Millrace pipeline is one object, { "format": "millrace", … }.'],
    ['b4-truncated.json', 'This file is cut off: the text ends inside a string, line 1, after 101 characters.'],
  ])('%s', (name, text) => {
    expect(textsOf(parseDocumentBytes(fieldData(name)))).toEqual([text]);
  });

  it('an empty file', () => {
    expect(textsOf(parseDocumentBytes(new Uint8Array()))).toEqual([
      'This file is empty. A Millrace pipeline is a JSON document that starts with "format": "millrace".',
    ]);
  });

  it('a PNG renamed to .json', () => {
    expect(textsOf(parseDocumentBytes(PNG))).toEqual([
      'This file is not text: it starts like a PNG picture. A Millrace pipeline is a JSON document in UTF-8.',
    ]);
  });

  it('five codes, and each says that nothing was changed', () => {
    const files = [fieldData('b4-not-a-pipeline.json'), fieldData('b4-array.json'), fieldData('b4-truncated.json'), new Uint8Array(), PNG];
    const problems = files.flatMap((file) => problemsOf(parseDocumentBytes(file)));
    expect(new Set(problems.map((p) => p.code)).size).toBe(5);
    for (const p of problems) expect(describeProblem(p).next).toMatch(/Nothing was changed\.$/);
  });
});

describe('bytes of a file', () => {
  it('may start with the byte order mark of UTF-8', () => {
    const marked = Uint8Array.from([0xef, 0xbb, 0xbf, ...encode(WORD_COUNT)]);
    expect(mustBeOk(parseDocumentBytes(marked))).toEqual(mustBeOk(parseDocument(WORD_COUNT)));
    expect(mustBeOk(parseDocument(`\uFEFF${WORD_COUNT}`))).toEqual(mustBeOk(parseDocument(WORD_COUNT)));
  });

  it.each([
    ['UTF-16', [0xff, 0xfe, 0x7b, 0, 0x7d, 0], 'it starts like text in UTF-16, which must be saved as UTF-8'],
    ['a zip', [0x50, 0x4b, 0x03, 0x04, 0, 0], 'it starts like a zip archive'],
    ['Latin-1', [...encode('{ "name": "caf'), 0xe9, 0x22, 0x7d], 'it holds bytes that are not UTF-8'],
  ])('%s is not text in UTF-8', (_, bytes, looks) => {
    expect(textsOf(parseDocumentBytes(Uint8Array.from(bytes)))[0]).toContain(looks);
  });

  it('of a picture that somebody read as text are still not text', () => {
    expect(codesOf(parseDocument(new TextDecoder().decode(PNG)))).toEqual(['pipeline/not-text']);
  });

  it('of 50 MB are refused before anything is read', () => {
    const large = parseDocumentBytes(new Uint8Array(50_000_000));
    expect(textsOf(large)).toEqual(['This file has 50 MB. A Millrace pipeline has at most 8 MB.']);
    expect(codesOf(parseDocument(' '.repeat(50_000_000)))).toEqual(['pipeline/file-too-large']);
  });
});

describe('text that is not JSON', () => {
  it.each([
    ['{', 'the text ends inside an object, line 1, after 1 characters'],
    ['[1, ', 'the text ends inside a list, line 1, after 4 characters'],
    ['{\n"a\\', 'the text ends inside a string, line 2, after 5 characters'],
    ['{"a": "\\u00', 'the text ends inside a string, line 1, after 11 characters'],
    ['{ "a" 1 }', 'line 1, column 7 has 1 where a colon is expected'],
    ["{ 'a': 1 }", "line 1, column 3 has ' where a key in double quotes is expected"],
    ['{ "a": 1,\n}', 'line 2, column 1 has } where a key in double quotes is expected'],
    ['{ "a": NaN }', 'line 1, column 8 has NaN where a value is expected'],
    ['{ "a": Infinity }', 'line 1, column 8 has Infinity where a value is expected'],
    ['{ "a": 01 }', 'line 1, column 8 has 0 where a value is expected'],
    ['{ "a": .5 }', 'line 1, column 8 has . where a value is expected'],
    ['{ "a": 1 } x', 'line 1, column 12 has x where the end of the text is expected'],
    ['{ "a": "b\nc" }', 'line 1, column 10 has \uFFFD where a closing quote'],
    ['{ "a": "\\x" }', 'line 1, column 9 has \\ where an escape'],
    ['{ "a": 1 // no\n}', 'line 1, column 10 has / where a comma or } is expected'],
    ['hello', 'line 1, column 1 has hello where a value is expected'],
    ['{ "\u{1F433}": "\u{1F433}" x }', 'line 1, column 12 has x where a comma or } is expected'],
  ])('%j', (text, words) => {
    expect(textsOf(parseDocument(text))[0]).toContain(words);
  });

  it('counts lines by \\n, \\r and \\r\\n', () => {
    for (const end of ['\n', '\r', '\r\n']) expect(textsOf(parseDocument(`{${end}"a"${end}x}`))[0]).toContain('line 3, column 1');
  });

  it.each(['[', '{"a":'])('nested ten thousand deep by %s is refused, not a crash', (open) => {
    expect(codesOf(parseDocument(open.repeat(10_000)))).toEqual(['pipeline/too-deep']);
    expect(codesOf(parseDocument(replaced('"word <> \'\'"', open.repeat(1_000_000))))).toEqual(['pipeline/too-deep']);
  });

  it('with numbers beyond a double is refused', () => {
    expect(textsOf(parseDocument(replaced('[40, 80]', '[1e999, 80]')))).toEqual(['Line 28: the number 1e999 is too large to compute with.']);
  });
});

describe('keys that could mean two things or do harm', () => {
  it('a key given twice', () => {
    const twice = replaced('"chart-aa07": {', '"words-02bc": {');
    expect(textsOf(parseDocument(twice))).toEqual(['Line 18: the key "words-02bc" is given twice, first in line 6. It could mean either.']);
  });

  it.each(['__proto__', '\\u005f_proto__'])('%s as a key, anywhere', (key) => {
    expect(codesOf(parseDocument(replaced('"chart-aa07": {', `"${key}": {`)))).toEqual(['pipeline/reserved-key']);
    expect(codesOf(parseDocument(replaced('"n": "count(*)"', `"${key}": "count(*)"`)))).toEqual(['pipeline/reserved-key']);
    expect(codesOf(parseDocument(`{ "${key}": { "format": "millrace" } }`))).toEqual(['pipeline/reserved-key']);
  });

  it('constructor as the id of an operator', () => {
    expect(textsOf(parseDocument(WORD_COUNT.replaceAll('chart-aa07', 'constructor')))[0]).toContain(
      '"constructor" in operators cannot be the id of an operator',
    );
  });

  it('what every object has is no operator: edges to it are refused', () => {
    expect(codesOf(parseDocument(replaced('-> chart-aa07.in', '-> constructor.in')))).toEqual(['pipeline/edge-without-operator']);
  });
});

describe('documents that do not have the form of one', () => {
  it.each([
    [
      'an unknown key',
      '"settings": {',
      '"colour": 1, "settings": {',
      'Line 3: "colour" in the document is not known. Known there: format, formatVersion, name, settings, operators, edges, ui.',
    ],
    [
      'an unknown setting',
      '"timeZone"',
      '"timezone"',
      'Line 3: "timezone" in settings is not known. Known there: batchInterval, durability, timeZone,',
    ],
    [
      'an unknown key of an operator',
      '"name": "Words per 30 s"',
      '"title": "x"',
      'Line 9: "title" in operators.counts-51e8 is not known. Known there: type, name, disabled, params.',
    ],
    ['another format', '"format": "millrace"', '"format": "mill"', '"format" in line 2 is "mill", not "millrace"'],
    ['an older version', '"formatVersion": 1', '"formatVersion": 0', 'Line 2: formatVersion is 0, but must be 1.'],
    ['a version that is text', '"formatVersion": 1', '"formatVersion": "1"', 'Line 2: formatVersion is "1", but must be 1.'],
    ['a name that is a number', '"name": "Word count that survives reload"', '"name": 7', 'Line 2: name is 7, but must be a text.'],
    ['a setting that is none of its values', '"relaxed"', '"fast"', 'Line 3: settings.durability is "fast", but must be "relaxed" or "strict".'],
    ['an operator without type', '"type": "filter", ', '', 'Line 7: "type" is missing in operators.clean-9d10.'],
    [
      'an operator that is a list',
      '{ "type": "filter", "params": { "condition": "word <> \'\'" } }',
      '[]',
      'Line 7: operators.clean-9d10 is a list of 0, but must be an object.',
    ],
    ['params that are a text', '{ "condition": "word <> \'\'" }', '"x"', 'Line 7: operators.clean-9d10.params is "x", but must be an object.'],
    ['disabled that is a text', '"type": "filter"', '"type": "filter", "disabled": "yes"', 'disabled is "yes", but must be true or false'],
    ['an id that is no id', '"clean-9d10":', '"Clean 9":', 'Line 7: "Clean 9" in operators cannot be the id of an operator.'],
    ['an edge that is a number', '"lines-7f3a.out -> words-02bc.in"', '5', 'Line 21: edges[0] is 5, but must be a text.'],
    [
      'an edge of another form',
      '"lines-7f3a.out -> words-02bc.in"',
      '"lines-7f3a to words-02bc"',
      'Line 21: the edge "lines-7f3a to words-02bc" does not have the form "operator.port -> operator.port".',
    ],
    ['edges that are an object', '"edges": [', '"edges": {}, "ui2": [', '"ui2" in the document is not known'],
    [
      'an edge from nobody',
      'lines-7f3a.out ->',
      'lines-0000.out ->',
      'Line 21: the edge "lines-0000.out -> words-02bc.in" names the operator "lines-0000", which this pipeline does not have.',
    ],
    [
      'a position of nobody',
      '"clean-9d10": [416, 80]',
      '"clean-0000": [416, 80]',
      'Line 30: there is a position for the operator "clean-0000", which this pipeline does not have.',
    ],
    [
      'a position far out',
      '[416, 80]',
      '[4160000000, 80]',
      'Line 30: ui.positions.clean-9d10[0] is 4160000000, but must be a number of at most 1000000.',
    ],
    ['a position of one number', '[416, 80]', '[416]', 'ui.positions.clean-9d10'],
    ['a position that is a text', '[416, 80]', '"here"', 'Line 30: ui.positions.clean-9d10 is "here", but must be a list of two numbers.'],
    ['a note without text', '"notes": []', '"notes": [{ "at": [0, 0], "size": [1, 1] }]', 'Line 34: "text" is missing in ui.notes[0].'],
    [
      'a loop',
      '"counts-51e8.out -> chart-aa07.in"',
      '"counts-51e8.out -> words-02bc.in"',
      'the edges make a loop, words-02bc -> clean-9d10 -> counts-51e8 -> words-02bc',
    ],
    [
      'an operator that feeds itself',
      '"counts-51e8.out -> chart-aa07.in"',
      '"counts-51e8.out -> counts-51e8.in"',
      'the edges make a loop, counts-51e8 -> counts-51e8',
    ],
    [
      'an edge given twice',
      '"clean-9d10.out -> counts-51e8.in"',
      '"words-02bc.out -> clean-9d10.in"',
      'Line 23: the edge "words-02bc.out -> clean-9d10.in" leads into an input that takes one edge',
    ],
  ])('%s', (_, part, by, words) => {
    expect(textsOf(parseDocument(replaced(part, by))).join('\n')).toContain(words);
  });

  it('tells of several at once, with lines', () => {
    const text = replaced('"relaxed"', '"fast"').replace('[416, 80]', '[416, null]').replace('"name": "Words per 30 s"', '"title": 1');
    expect(problemsOf(parseDocument(text)).map((p) => p.params['line'])).toEqual([3, 9, 30]);
  });

  it('has one zero: minus zero would be written as another text', () => {
    expect(mustBeOk(parseDocument(replaced('[40, 80]', '[-0, -0.0e2]'))).document.ui.positions['lines-7f3a']).toStrictEqual([0, 0]);
  });

  it.each(['null', 'true', '7', '"text"'])('%s alone', (text) => {
    expect(codesOf(parseDocument(text))).toEqual(['pipeline/not-an-object']);
  });

  it('may leave out settings and ui', () => {
    const { document } = mustBeOk(parseDocument('{ "format": "millrace", "formatVersion": 1, "name": "", "operators": {}, "edges": [] }'));
    expect(document.settings.batchInterval).toBe('1 second');
    expect(document.ui).toEqual({ positions: {}, notes: [] });
  });
});

describe('a document of a newer version', () => {
  const newer = () => replaced('"formatVersion": 1', '"formatVersion": 2');

  it('opens read-only and says so', () => {
    const { document, readOnly } = mustBeOk(parseDocument(newer()));
    expect(document).toEqual(mustBeOk(parseDocument(WORD_COUNT)).document);
    expect(readOnly?.reasons.map((p) => describeProblem(p).what)).toEqual([
      'This pipeline is of format version 2. This build knows up to version 1, so it is shown but not changed.',
    ]);
    expect(readOnly?.reasons.map((p) => p.severity)).toEqual(['info']);
  });

  it('shows what it knows and names what it does not', () => {
    const text = newer()
      .replace('"settings": {', '"settings": { "parallelism": 4,')
      .replace('"params": { "condition": "word <> \'\'" }', '"params": { "condition": "word <> \'\'" }, "group": "a"')
      .replace('"clean-9d10.out -> counts-51e8.in"', '{ "from": "clean-9d10", "to": "counts-51e8" }')
      .replace('"notes": []', '"notes": [], "zoom": 2');
    const { document, readOnly } = mustBeOk(parseDocument(text));
    expect(Object.keys(document.operators)).toHaveLength(5);
    expect(document.edges).toHaveLength(3);
    const words = readOnly?.reasons.map((p) => describeProblem(p).what).join('\n');
    for (const part of ['"parallelism" in settings', '"group" in operators.clean-9d10', 'edges[2] is an object', '"zoom" in ui'])
      expect(words).toContain(part);
  });

  it.each([
    ['operators as a list', '"operators": {', '"operators": [], "nodes": {'],
    ['edges as a map', '"edges": [', '"edges": {}, "lines": ['],
    ['no name', '"name": "Word count that survives reload"', '"title": 1'],
    ['an operator renamed away from its edges', '"clean-9d10": {', '"CLEAN": {'],
    ['a loop', '"counts-51e8.out -> chart-aa07.in"', '"counts-51e8.out -> words-02bc.in"'],
  ])('opens whatever it looks like: %s', (_, part, by) => {
    expect(newer()).toContain(part);
    const { readOnly } = mustBeOk(parseDocument(newer().replace(part, by)));
    expect(readOnly?.reasons.length).toBeGreaterThan(1);
  });

  it('still has to be JSON', () => {
    expect(codesOf(parseDocument(newer().slice(0, -5)))).toEqual(['pipeline/text-ends']);
  });
});
