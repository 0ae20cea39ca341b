import { define } from '../define.ts';

const NOTHING_CHANGED = 'Nothing was changed.';
const fixTheFile = () => `Correct the file there and open it again. ${NOTHING_CHANGED}`;
const anotherFile = () => `Choose another file. ${NOTHING_CHANGED}`;
const dropTheEdge = () => `Remove that edge from the file, or give it other ends, and open it again. ${NOTHING_CHANGED}`;

/** Files that are no document. */
const fileProblems = {
  'pipeline/empty-file': define<Record<string, never>>(
    'error',
    () => 'This file is empty. A Millrace pipeline is a JSON document that starts with "format": "millrace".',
    anotherFile,
  ),
  'pipeline/not-text': define<{ looks: string }>(
    'error',
    (p) => `This file is not text: ${p.looks}. A Millrace pipeline is a JSON document in UTF-8.`,
    anotherFile,
  ),
  'pipeline/file-too-large': define<{ got: string; most: string }>(
    'error',
    (p) => `This file has ${p.got}. A Millrace pipeline has at most ${p.most}.`,
    anotherFile,
  ),
  'pipeline/text-ends': define<{ inside: string; line: number; characters: number }>(
    'error',
    (p) => `This file is cut off: the text ends inside ${p.inside}, line ${p.line}, after ${p.characters} characters.`,
    () => `Get the whole file and open it again. ${NOTHING_CHANGED}`,
  ),
  'pipeline/not-json': define<{ line: number; column: number; got: string; expected: string }>(
    'error',
    (p) => `This file is not JSON: line ${p.line}, column ${p.column} has ${p.got} where ${p.expected} is expected.`,
    fixTheFile,
  ),
  'pipeline/too-deep': define<{ line: number; column: number; depth: number }>(
    'error',
    (p) => `Line ${p.line}, column ${p.column}: lists and objects are nested more than ${p.depth} deep. No pipeline needs that.`,
    anotherFile,
  ),
  'pipeline/duplicate-key': define<{ key: string; line: number; firstLine: number }>(
    'error',
    (p) => `Line ${p.line}: the key "${p.key}" is given twice, first in line ${p.firstLine}. It could mean either.`,
    () => `Remove one of the two from the file and open it again. ${NOTHING_CHANGED}`,
  ),
  'pipeline/reserved-key': define<{ key: string; line: number }>(
    'error',
    (p) => `Line ${p.line}: the key "${p.key}" is reserved and cannot be used in a pipeline.`,
    () => `Use another name and open the file again. ${NOTHING_CHANGED}`,
  ),
  'pipeline/number-too-large': define<{ number: string; line: number }>(
    'error',
    (p) => `Line ${p.line}: the number ${p.number} is too large to compute with.`,
    fixTheFile,
  ),
  'pipeline/list-not-object': define<Record<string, never>>(
    'error',
    () => 'This file holds a list. A Millrace pipeline is one object, { "format": "millrace", … }.',
    anotherFile,
  ),
  'pipeline/not-an-object': define<{ got: string }>(
    'error',
    (p) => `This file holds only ${p.got}. A Millrace pipeline is one object, { "format": "millrace", … }.`,
    anotherFile,
  ),
  'pipeline/format-missing': define<{ keys: string }>(
    'error',
    (p) => `This is JSON, but not a Millrace pipeline: "format": "millrace" is missing${p.keys === '' ? '.' : ` (it has ${p.keys}).`}`,
    anotherFile,
  ),
  'pipeline/other-format': define<{ got: string; line: number }>(
    'error',
    (p) => `This is JSON, but not a Millrace pipeline: "format" in line ${p.line} is ${p.got}, not "millrace".`,
    anotherFile,
  ),
};

/** Documents that do not have the form of a document. */
const formProblems = {
  'pipeline/unknown-key': define<{ key: string; place: string; line: number; known: string }>(
    'error',
    (p) => `Line ${p.line}: "${p.key}" in ${p.place} is not known. Known there: ${p.known}.`,
    () => `Correct or remove the key and open the file again. ${NOTHING_CHANGED}`,
  ),
  'pipeline/missing-key': define<{ key: string; place: string; line: number }>(
    'error',
    (p) => `Line ${p.line}: "${p.key}" is missing in ${p.place}.`,
    () => `Add it and open the file again. ${NOTHING_CHANGED}`,
  ),
  'pipeline/wrong-value': define<{ place: string; line: number; got: string; wants: string }>(
    'error',
    (p) => `Line ${p.line}: ${p.place} is ${p.got}, but must be ${p.wants}.`,
    fixTheFile,
  ),
  'pipeline/operator-id': define<{ id: string; place: string; line: number }>(
    'error',
    (p) =>
      `Line ${p.line}: "${p.id}" in ${p.place} cannot be the id of an operator. Ids are small letters, digits and dashes, start with a letter and have at most 80 characters.`,
    () => `Change the id here, in the edges and in the positions, and open the file again. ${NOTHING_CHANGED}`,
  ),
  'pipeline/edge-form': define<{ got: string; line: number }>(
    'error',
    (p) => `Line ${p.line}: the edge "${p.got}" does not have the form "operator.port -> operator.port".`,
    fixTheFile,
  ),
  'pipeline/edge-without-operator': define<{ edge: string; operator: string; line: number }>(
    'error',
    (p) => `Line ${p.line}: the edge "${p.edge}" names the operator "${p.operator}", which this pipeline does not have.`,
    dropTheEdge,
  ),
  'pipeline/edge-without-port': define<{ edge: string; operator: string; port: string; side: string; ports: string; line: number }>(
    'error',
    (p) =>
      `Line ${p.line}: the edge "${p.edge}" names the ${p.side} "${p.port}" of "${p.operator}", which has ${p.ports === '' ? `no ${p.side}` : `only ${p.ports}`}.`,
    dropTheEdge,
  ),
  'pipeline/input-taken': define<{ edge: string; taken: string; line: number }>(
    'error',
    (p) => `Line ${p.line}: the edge "${p.edge}" leads into an input that takes one edge and already has "${p.taken}".`,
    () => `Remove one of the two edges, or join the streams with a union, and open the file again. ${NOTHING_CHANGED}`,
  ),
  'pipeline/edge-loop': define<{ loop: string; line: number }>(
    'error',
    (p) => `Line ${p.line}: the edges make a loop, ${p.loop}. Rows can only flow forward.`,
    dropTheEdge,
  ),
  'pipeline/position-without-operator': define<{ operator: string; line: number }>(
    'error',
    (p) => `Line ${p.line}: there is a position for the operator "${p.operator}", which this pipeline does not have.`,
    () => `Remove that line and open the file again. ${NOTHING_CHANGED}`,
  ),
  'pipeline/newer-version': define<{ version: number; known: number }>(
    'error',
    (p) => `This pipeline is of format version ${p.version}. This build knows up to version ${p.known}, so it is shown but not changed.`,
    () => 'Open it with a newer build of Millrace to edit or run it. It is kept byte for byte.',
  ),
  'pipeline/unknown-operator': define<{ type: string; line: number }>(
    'error',
    (p) => `${p.line > 0 ? `Line ${p.line}: the` : 'The'} operator type "${p.type}" is not known to this build.`,
    () => 'Open the pipeline with a newer build of Millrace. It is kept byte for byte.',
  ),
  'pipeline/not-a-part': define<Record<string, never>>(
    'error',
    () => 'The clipboard holds no operators of a pipeline.',
    () => 'Copy operators in Millrace, or the text of a pipeline file, and paste again.',
  ),
};

const changeParam = () => 'Change it in the settings of the operator.';

/** Operators whose columns or streams do not fit. */
const planProblems = {
  'plan/stream-refused': define<{ label: string; emits: string; because: string }>(
    'error',
    (p) => `"${p.label}" does not take ${p.emits}. ${p.because}.`,
    () => 'Connect another stream, or change the operator before it.',
  ),
  'plan/filter-of-changes': define<{ label: string; column: string; keys: string }>(
    'error',
    (p) =>
      `"${p.label}" filters changes by "${p.column}". When a row no longer passes, the earlier row of its key would stay. Only keys (${p.keys}) can be used here.`,
    () => 'Let the aggregate before it emit all, or filter by its keys.',
  ),
  'plan/keys-gone': define<{ label: string; keys: string }>(
    'error',
    (p) => `"${p.label}" drops a key of a stream of changes (${p.keys}). Without it nobody can tell which row a change replaces.`,
    () => 'Keep the key columns, under any name.',
  ),
  'plan/window-not-multiple': define<{ what: string; label: string; unit: string; got: string; use: string }>(
    'error',
    (p) => `Window ${p.what} of "${p.label}" must be a multiple of ${p.unit}, but is ${p.got}. Use ${p.use}.`,
    changeParam,
  ),
  'plan/window-not-positive': define<{ what: string; label: string; unit: string; got: string; use: string }>(
    'error',
    (p) => `Window ${p.what} of "${p.label}" must be above zero and a multiple of ${p.unit}, but is ${p.got}. Use ${p.use} or more.`,
    changeParam,
  ),
  'plan/order-dependent': define<{ label: string; call: string }>(
    'warning',
    (p) => `${p.call} in "${p.label}" depends on the order in which rows come. Here they have one; in Spark the answer may be another.`,
    () => 'Use min, max, min_by or max_by where the order matters, or leave it.',
  ),
  'plan/no-aggregates': define<{ label: string }>(
    'error',
    (p) => `"${p.label}" computes nothing yet. It needs at least one aggregate, such as n = count(*).`,
    () => 'Add an aggregate in the settings of the operator.',
  ),
  'plan/union-empty': define<{ label: string }>(
    'error',
    (p) => `"${p.label}" has no stream to pass on.`,
    () => 'Connect at least one stream to it.',
  ),
  'plan/union-slides': define<{ label: string; first: string; other: string }>(
    'error',
    (p) => `"${p.label}" joins streams that fire at different times: one every ${p.first}, another every ${p.other}.`,
    () => 'Give the windows before it the same slide.',
  ),
  'plan/union-columns': define<{ label: string; column: string; input: number; first: string; other: string }>(
    'error',
    (p) =>
      `"${p.label}" needs the same columns from all streams, but "${p.column}" is not in all: the first has ${p.first}, stream ${p.input} has ${p.other}.`,
    () => 'Put a map before the union that gives the columns the same names.',
  ),
  'plan/union-types': define<{ label: string; column: string; input: number; first: string; other: string }>(
    'error',
    (p) => `"${p.label}" needs "${p.column}" with one type, but the first stream has ${p.first} and stream ${p.input} has ${p.other}.`,
    () => 'Put a map with a CAST before the union.',
  ),
  'plan/duplicate-column': define<{ label: string; column: string }>(
    'error',
    (p) => `"${p.label}" would give two columns with the name "${p.column}". Names are compared without case.`,
    () => 'Give one of them another name.',
  ),
  'plan/no-type': define<{ label: string; column: string }>(
    'error',
    (p) => `The column "${p.column}" of "${p.label}" is always NULL and has no type.`,
    () => 'Give it one, for example CAST(NULL AS STRING).',
  ),
  'plan/wrong-type': define<{ label: string; got: string; wants: string }>(
    'error',
    (p) => `The expression of "${p.label}" gives ${p.got}, but must give ${p.wants}.`,
    () => 'Change the expression.',
  ),
  'plan/no-column': define<{ label: string; column: string; columns: string }>(
    'error',
    (p) => `"${p.label}" needs the column "${p.column}", which its input does not have. It has ${p.columns}.`,
    () => 'Choose one of these columns.',
  ),
  'plan/not-numeric': define<{ label: string; column: string; type: string }>(
    'error',
    (p) => `"${p.label}" needs numbers, but "${p.column}" is ${p.type}.`,
    () => 'Choose a column of type INT, BIGINT or DOUBLE.',
  ),
};

/** Params that do not hold. `label`: the operator; `field`: the field as the form names it. */
const paramProblems = {
  'params/missing': define<{ label: string; field: string }>(
    'error',
    (p) => `"${p.label}" needs ${p.field.toLowerCase()}.`,
    () => 'Fill it in in the settings of the operator.',
  ),
  'params/value': define<{ label: string; field: string; got: string; wants: string }>(
    'error',
    (p) => `${p.field} of "${p.label}" is ${p.got}, but must be ${p.wants}.`,
    changeParam,
  ),
  'params/unknown': define<{ label: string; param: string; known: string }>(
    'error',
    (p) => `"${p.label}" has no setting "${p.param}". It has: ${p.known}.`,
    () => 'Remove it from the document.',
  ),
  'params/column-name': define<{ label: string; field: string; name: string }>(
    'error',
    (p) => `${p.field} of "${p.label}": "${p.name}" cannot be the name of a column. A name is one line, is not only digits and has no backtick.`,
    () => 'Choose another name.',
  ),
  'params/empty-entry': define<{ label: string; field: string; entry: string }>(
    'error',
    (p) => `${p.field} of "${p.label}": entry ${p.entry} is empty.`,
    () => 'Write an expression, or remove the entry.',
  ),
  'params/key-without-name': define<{ label: string; key: string; columns: string }>(
    'error',
    (p) => `"${p.label}" cannot group by "${p.key}": it is not a column (${p.columns}), and an expression needs a name.`,
    () => 'Choose a column, or write the expression as "expression AS name".',
  ),
  'params/not-milliseconds': define<{ label: string; got: string }>(
    'error',
    (p) => `"${p.label}": ${p.got} is not a whole number of milliseconds.`,
    changeParam,
  ),
  'settings/batch-interval': define<{ got: string; least: string; most: string }>(
    'error',
    (p) => `The batch interval must be from ${p.least} to ${p.most} and a whole number of milliseconds, but is ${p.got}.`,
    () => 'Change it in the settings of the pipeline.',
  ),
  'settings/checkpoint-interval': define<{ got: string; batch: string }>(
    'error',
    (p) => `The checkpoint interval must be a multiple of the batch interval, ${p.batch}, but is ${p.got}.`,
    () => 'Change it in the settings of the pipeline, or leave it automatic.',
  ),
  'settings/checkpoints-off': define<{ batchesADay: number }>(
    'warning',
    (p) =>
      `Checkpoints are off. The log of every batch is kept for good, and after a reload all of them run again from the first: ${Math.floor(p.batchesADay).toLocaleString('en-US')} after a day. Operators with keyed state may not run so.`,
    () => 'Leave the checkpoint interval empty to have them taken automatically.',
  ),
  'settings/time-zone': define<{ got: string }>(
    'error',
    (p) => `There is no time zone "${p.got}". Names are written with capital letters, as in Europe/Berlin.`,
    () => 'Use a region such as America/New_York, an offset such as +02:00, or UTC.',
  ),
};

/** Graphs that cannot run, and edges that cannot be drawn. */
const graphProblems = {
  'pipeline/input-unconnected': define<{ ports: string }>(
    'error',
    (p) => `Nothing is connected to ${p.ports}.`,
    () => 'Connect a stream to its input, or delete or disable the operator.',
  ),
  'pipeline/input-twice': define<{ label: string; edges: number }>(
    'error',
    (p) => `"${p.label}" takes one stream, but ${p.edges} are connected to its input.`,
    () => 'Remove all but one, or join them with a union.',
  ),
  'pipeline/port-off': define<{ label: string; port: string; field: string; value: string }>(
    'error',
    (p) => `"${p.label}" has no port "${p.port}" as it is set, but something is connected to it.`,
    (p) => `Set "${p.field}" of "${p.label}" to "${p.value}", or delete the connection.`,
  ),
  'pipeline/nothing-flows': define<{ label: string; because: string }>(
    'warning',
    (p) => `Nothing flows into "${p.label}", because "${p.because}" is disabled.`,
    () => 'Enable it, or connect another stream.',
  ),
  'pipeline/output-unused': define<{ label: string }>(
    'warning',
    (p) => `The rows of "${p.label}" go nowhere, so it does not run.`,
    () => 'Connect it to a sink, such as a table.',
  ),
  'pipeline/loop': define<{ loop: string }>(
    'error',
    (p) => `These operators feed each other: ${p.loop}. Rows can only flow forward.`,
    () => 'Remove one of the edges between them.',
  ),
  'pipeline/no-source': define<Record<string, never>>(
    'error',
    () => 'This pipeline has no source, so there are no rows to work on.',
    () => 'Add one from the palette, such as a text stream.',
  ),
  'pipeline/no-sink': define<Record<string, never>>(
    'error',
    () => 'This pipeline has no sink, so nothing would be kept or shown.',
    () => 'Add one from the palette, such as a table, and connect it.',
  ),
  'pipeline/nothing-runs': define<Record<string, never>>(
    'error',
    () => 'No source leads to a sink, so nothing would run.',
    () => 'Connect a source to a sink, or enable the operators in between.',
  ),
  'connect/gone': define<Record<string, never>>(
    'error',
    () => 'One of the two operators is no longer there.',
    () => 'Connect operators that are on the canvas.',
  ),
  'connect/no-output': define<{ label: string }>(
    'error',
    (p) => `"${p.label}" is a sink: rows end there.`,
    () => 'Start the edge at an operator that gives rows.',
  ),
  'connect/no-input': define<{ label: string }>(
    'error',
    (p) => `"${p.label}" is a source: it takes no rows.`,
    () => 'End the edge at an operator that takes rows.',
  ),
  'connect/exists': define<{ from: string; to: string }>(
    'error',
    (p) => `"${p.from}" already feeds "${p.to}".`,
    () => 'Nothing needs to be done.',
  ),
  'connect/loop': define<{ from: string; to: string }>(
    'error',
    (p) => `Would make a loop: "${p.to}" already feeds "${p.from}". Rows can only flow forward.`,
    () => 'Connect to an operator further down.',
  ),
  'connect/taken': define<{ label: string }>(
    'error',
    (p) => `"${p.label}" takes one stream and has one.`,
    () => 'Remove that edge first, or join the streams with a union.',
  ),
};

export const pipelineProblems = {
  ...fileProblems,
  ...paramProblems,
  ...graphProblems,
  ...formProblems,
  ...planProblems,
};
