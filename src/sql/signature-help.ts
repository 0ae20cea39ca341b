// What an editor shows while the arguments of a call are written: each way to call it, which argument the cursor is in, and an example.
import { type Schema, sameType } from '../columns/data-type.ts';
import { fitOf } from './coercion.ts';
import { functionNamed, signaturesOf } from './functions/library.ts';
import { chooseOverload, parameterAt, type Signature, takes } from './functions/signature.ts';
import { aggregateInfos, exampleOf, readable } from './language-info.ts';
import { type CallPlace, placeAt } from './language-place.ts';
import { typeOfText } from './type-of-text.ts';

export interface SignatureParameter {
  /** "start INT". */
  readonly label: string;
  /** Where the label stands in the text of its signature. */
  readonly from: number;
  readonly to: number;
}

export interface SignatureText {
  /** "substring(text STRING, start INT) -> STRING". */
  readonly text: string;
  readonly parameters: readonly SignatureParameter[];
}

export interface SignatureHelp {
  readonly name: string;
  readonly signatures: readonly SignatureText[];
  /** The signature that fits what is written, else the first that has room for it. */
  readonly active: number;
  /** Parameter of the active signature that the cursor is in; -1 when it has none there. */
  readonly activeParameter: number;
  readonly help: string;
  readonly example: { readonly text: string; readonly expected: string };
}

/** null outside of calls. */
export function signatureHelpAt(text: string, offset: number, scope: Schema): SignatureHelp | null {
  const call = placeAt(text, offset)?.call ?? null;
  if (call === null) return null;
  const definition = functionNamed(call.name);
  if (definition === undefined) return aggregateHelpAt(call);
  const signatures = signaturesOf(definition);
  const active = activeSignature(signatures, text, call, scope);
  const signature = signatures[active];
  return {
    name: definition.name,
    signatures: signatures.map((each) => textOf(each.text)),
    active,
    activeParameter: signature === undefined ? -1 : parameterIndex(signature, call.argument),
    help: definition.help,
    example: exampleOf(definition),
  };
}

function aggregateHelpAt(call: CallPlace): SignatureHelp | null {
  const info = aggregateInfos().find(({ name, aliases }) => [name, ...aliases].includes(call.name.toLowerCase()));
  if (info === undefined) return null;
  const signatures = info.signatures.map(textOf);
  const activeParameter = (signatures[0]?.parameters.length ?? 0) > call.argument ? call.argument : -1;
  return { name: info.name, signatures, active: 0, activeParameter, help: info.help, example: { text: info.example, expected: '' } };
}

function parameterIndex(signature: Signature, argument: number): number {
  const { length } = signature.parameters;
  if (argument < length) return argument;
  return signature.variadic ? length - 1 : -1;
}

/** By the types of the arguments that are written already. */
function activeSignature(signatures: readonly Signature[], text: string, call: CallPlace, scope: Schema): number {
  const written = call.starts.slice(0, -1).map((start, i) => typeOfText(text.slice(start, (call.starts[i + 1] ?? start + 1) - 1), scope));
  const suits = (signature: Signature) =>
    written.every((type, i) => {
      const pattern = parameterAt(signature, i)?.pattern;
      return type === null || pattern?.kind !== 'type' || sameType(type, pattern.type) || fitOf(type, pattern.type) !== 'none';
    });
  const known = written.filter((type) => type !== null);
  const chosen = known.length === written.length && known.length > 0 ? chooseOverload(signatures, known) : null;
  const exact =
    chosen === null ? -1 : signatures.findIndex((signature) => takes(signature, known.length) && chooseOverload([signature], known) !== null);
  const roomy = signatures.findIndex((signature) => parameterIndex(signature, call.argument) >= 0 && suits(signature));
  return roomy >= 0 ? roomy : Math.max(exact, 0);
}

/** The signature in words, and where its parameters stand. */
function textOf(signature: string): SignatureText {
  const text = readable(signature);
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')', text.includes(' -> ') ? text.indexOf(' -> ') : text.length);
  const parameters: SignatureParameter[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open + 1; open >= 0 && at <= close; at++) {
    const letter = text[at];
    if (letter === '<' || letter === '(') depth++;
    else if (letter === '>' || (letter === ')' && at < close)) depth--;
    else if ((letter === ',' && depth === 0) || at === close) {
      const label = text.slice(from, at).trim();
      const start = text.indexOf(label, from);
      if (label !== '') parameters.push({ label, from: start, to: start + label.length });
      from = at + 1;
    }
  }
  return { text, parameters };
}
