// Text to document: the one door through which files, pastes and stored drafts come in. Gives a document that is whole as a
// value (every edge and position belongs to an operator, no loops, one edge an input), or Problems that say where and
// why. Never throws, whatever the text. A document this build only partly knows opens read-only, with what it does not know
// as reasons; its text must then be kept as it is and never written from the document.
import type { Json } from '../problem/json.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import { checkGraph } from './check-graph.ts';
import { DEFAULT_SETTINGS, type Edge, type Note, type OperatorBox, type PipelineDocument, type Settings } from './document.ts';
import { describeIssue } from './issue.ts';
import { type FindLine, type JsonNode, LineStarts, offsetOf, parseJsonText, plainValue, shown } from './json-text.ts';
import { anyBoxSchema, documentSchema, FORMAT, FORMAT_VERSION, type KnownOperators, parseEdge } from './schema.ts';

export interface ParsedDocument {
  readonly document: PipelineDocument;
  /** Why it must not be written back: a newer version, or operators this build does not know. */
  readonly readOnly: null | { readonly reasons: readonly Problem[] };
}

/** In UTF-16 units; a pipeline of 5,000 operators has about a quarter of it. */
const MAX_LENGTH = 8_000_000;
const MAX_PROBLEMS = 20;

/** Shared by all calls; the catalogue hands in its own where operators must be known. */
const ANY_OPERATOR: KnownOperators = new Map();

/**
 * Parses a document. Without `known`, operators of any type and params of any form pass; `openDocument` of the operators
 * knows the catalogue.
 */
export function parseDocument(text: string, known: KnownOperators = ANY_OPERATOR): Result<ParsedDocument> {
  if (text.length > MAX_LENGTH) return fail(problem('pipeline/file-too-large', {}, { got: megabytes(text.length), most: megabytes(MAX_LENGTH) }));
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (body.trim() === '') return fail(problem('pipeline/empty-file', {}, {}));
  if (looksBinary(body)) return fail(problem('pipeline/not-text', {}, { looks: 'it holds bytes that are not text' }));
  const parsed = parseJsonText(body);
  if (!parsed.ok) return parsed;
  return readDocument({ root: parsed.value, known, find: lineFinder(body, parsed.value) });
}

/** Parses the bytes of a file: UTF-8, with or without a byte order mark. */
export function parseDocumentBytes(bytes: Uint8Array, known: KnownOperators = ANY_OPERATOR): Result<ParsedDocument> {
  const text = decodeText(bytes);
  return text.ok ? parseDocument(text.value, known) : text;
}

/** The text of a file, without its byte order mark, or a Problem that says what the file seems to be. */
export function decodeText(bytes: Uint8Array): Result<string> {
  if (bytes.length > MAX_LENGTH) return fail(problem('pipeline/file-too-large', {}, { got: megabytes(bytes.length), most: megabytes(MAX_LENGTH) }));
  const seems = SIGNATURES.find(({ start }) => start.every((byte, i) => bytes[i] === byte));
  if (seems !== undefined) return fail(problem('pipeline/not-text', {}, { looks: `it starts like ${seems.what}` }));
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail(problem('pipeline/not-text', {}, { looks: 'it holds bytes that are not UTF-8' }));
  }
}

const SIGNATURES: readonly { readonly what: string; readonly start: readonly number[] }[] = [
  { what: 'a PNG picture', start: [0x89, 0x50, 0x4e, 0x47] },
  { what: 'a JPEG picture', start: [0xff, 0xd8, 0xff] },
  { what: 'a GIF picture', start: [0x47, 0x49, 0x46, 0x38] },
  { what: 'a PDF document', start: [0x25, 0x50, 0x44, 0x46] },
  { what: 'a zip archive', start: [0x50, 0x4b, 0x03, 0x04] },
  { what: 'a gzip archive', start: [0x1f, 0x8b] },
  { what: 'text in UTF-16, which must be saved as UTF-8', start: [0xff, 0xfe] },
  { what: 'text in UTF-16, which must be saved as UTF-8', start: [0xfe, 0xff] },
];

/** Bytes read as text by somebody before us leave replacement and control characters at the start. */
function looksBinary(text: string): boolean {
  const head = text.slice(0, 200);
  return !/^\s*[[{"]/.test(head) && /[\uFFFD\p{Cc}]/u.test(head.replace(/[\t\n\r]/g, ''));
}

function megabytes(units: number): string {
  return `${Math.ceil(units / 100_000) / 10} MB`;
}

interface Source {
  readonly root: JsonNode;
  readonly known: KnownOperators;
  readonly find: FindLine;
}

function readDocument(source: Source): Result<ParsedDocument> {
  const { root, find } = source;
  if (root.kind === 'list') return fail(problem('pipeline/list-not-object', whereOf(root), {}));
  if (root.kind === 'scalar') return fail(problem('pipeline/not-an-object', whereOf(root), { got: shown(JSON.stringify(root.value)) }));
  const format = root.entries.get('format')?.value;
  if (format === undefined) return fail(problem('pipeline/format-missing', whereOf(root), { keys: shown([...root.entries.keys()].join(', ')) }));
  if (format.kind !== 'scalar' || format.value !== FORMAT) {
    const got = shown(JSON.stringify(plainValue(format)));
    return fail(problem('pipeline/other-format', whereOf(format), { got, line: find(['format']).line }));
  }
  const version = root.entries.get('formatVersion')?.value;
  if (version?.kind === 'scalar' && Number.isSafeInteger(version.value) && Number(version.value) > FORMAT_VERSION) {
    return ok(readNewer(source, Number(version.value)));
  }
  return readCurrent(source);
}

const formSchema = documentSchema(anyBoxSchema);

function readCurrent(source: Source): Result<ParsedDocument> {
  const value = plainValue(source.root);
  const problems = problemsOfForm(source, value).map((found) => found.problem);
  if (problems.length > 0) return fail(...problems.slice(0, MAX_PROBLEMS));
  // The form has just been checked against the schema that DocumentForm is the type of.
  const document = asDocument(value as unknown as DocumentForm);
  const graph = checkGraph(document, source.known, source.find).map((found) => found.problem);
  if (graph.length > 0) return fail(...graph.slice(0, MAX_PROBLEMS));
  const reasons = unknownOperators(source, document);
  return ok({ document, readOnly: reasons.length === 0 ? null : { reasons } });
}

/** Takes what it understands of a newer document and names the rest. What is left is whole, maybe empty. */
function readNewer(source: Source, version: number): ParsedDocument {
  const reasons: Problem[] = [problem('pipeline/newer-version', { from: 0, to: 0 }, { version, known: FORMAT_VERSION })];
  const value: { [key: string]: Json } = { ...(plainValue(source.root) as { [key: string]: Json }), formatVersion: FORMAT_VERSION };
  for (let round = 0; ; round++) {
    const found = problemsOfForm(source, value);
    if (found.length === 0) break;
    // Each round removes at least one value; a form that still does not hold after many is not worth more work.
    const remove = round < 20 ? found.map((f) => f.path) : [['operators'], ['edges'], ['settings'], ['ui'], ['name']];
    reasons.push(...found.map((f) => f.problem));
    for (const path of [...remove].sort(deepestLastItemFirst)) removeAt(value, path);
    value.name ??= '';
    value.operators ??= {};
    value.edges ??= [];
  }
  // Checked too, but for what this build does not know, which is kept as it is.
  let document = asDocument(value as unknown as DocumentForm);
  for (;;) {
    const found = checkGraph(document, source.known, source.find);
    if (found.length === 0) break;
    reasons.push(...found.map((f) => f.problem));
    document = withoutParts(document, found);
  }
  reasons.push(...unknownOperators(source, document));
  return { document, readOnly: { reasons: reasons.slice(0, MAX_PROBLEMS).map(asNotice) } };
}

/** List items from the back, so that the indexes of the others hold. */
function deepestLastItemFirst(a: readonly PropertyKey[], b: readonly PropertyKey[]): number {
  return Number(b.at(-1)) - Number(a.at(-1)) || b.length - a.length;
}

function removeAt(root: { [key: string]: Json }, path: readonly PropertyKey[]): void {
  let at: unknown = root;
  for (const step of path.slice(0, -1)) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, step)) return;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  const last = path.at(-1);
  if (last === undefined || at === null || typeof at !== 'object') return;
  if (Array.isArray(at)) at.splice(Number(last), 1);
  else Reflect.deleteProperty(at, last);
}

function withoutParts(document: PipelineDocument, found: ReturnType<typeof checkGraph>): PipelineDocument {
  const edges = new Set(found.flatMap((f) => (f.part.kind === 'edge' ? [f.part.index] : [])));
  const places = new Set(found.flatMap((f) => (f.part.kind === 'position' ? [f.part.operator] : [])));
  const positions = Object.fromEntries(Object.entries(document.ui.positions).filter(([id]) => !places.has(id)));
  return { ...document, edges: document.edges.filter((_, i) => !edges.has(i)), ui: { ...document.ui, positions } };
}

interface FoundProblem {
  readonly problem: Problem;
  /** The smallest part without which the rest can still be read. */
  readonly path: readonly PropertyKey[];
}

function problemsOfForm(source: Source, value: Json): readonly FoundProblem[] {
  const { find } = source;
  const form = formSchema.safeParse(value);
  if (!form.success) return form.error.issues.flatMap((issue) => describeIssue(issue, [], value, find));
  return Object.entries(form.data.operators).flatMap(([id, box]) => {
    const shape = source.known.get(box.type);
    const checked = shape?.params.safeParse(box.params);
    if (shape === undefined || checked === undefined || checked.success) return [];
    return checked.error.issues.flatMap((issue) => describeIssue(issue, ['operators', id, 'params'], value, find, shape.paramNames));
  });
}

function unknownOperators(source: Source, document: PipelineDocument): readonly Problem[] {
  if (source.known.size === 0) return [];
  const { find } = source;
  return Object.entries(document.operators)
    .filter(([, box]) => !source.known.has(box.type))
    .map(([id, box]) =>
      asNotice(problem('pipeline/unknown-operator', { operator: id }, { type: shown(box.type), line: find(['operators', id]).line })),
    );
}

function asNotice(p: Problem): Problem {
  return { ...p, severity: 'info' };
}

function lineFinder(text: string, root: JsonNode): FindLine {
  let lines: LineStarts | null = null;
  return (path, key) => {
    lines ??= new LineStarts(text);
    const from = offsetOf(root, path, key);
    return { line: lines.lineOf(from).line, from, to: from };
  };
}

function whereOf(node: JsonNode): { from: number; to: number } {
  return { from: node.from, to: node.to };
}

/** The value after `formSchema` has passed it. */
interface DocumentForm {
  readonly name: string;
  readonly settings?: Partial<Settings>;
  readonly operators: { readonly [id: string]: OperatorBox };
  readonly edges: readonly string[];
  readonly ui?: { readonly positions?: PipelineDocument['ui']['positions']; readonly notes?: readonly Note[] };
}

function asDocument(form: DocumentForm): PipelineDocument {
  return {
    name: form.name,
    settings: { ...DEFAULT_SETTINGS, ...form.settings },
    operators: form.operators,
    edges: form.edges.map(parseEdge).filter((edge): edge is Edge => edge !== null),
    ui: { positions: form.ui?.positions ?? {}, notes: form.ui?.notes ?? [] },
  };
}
