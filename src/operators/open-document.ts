// Opens documents with the catalogue at hand: params have the right types, edges lead to ports that exist, and a type this
// build does not know opens read-only. What files, pastes and stored drafts go through.
import { decodeText, type ParsedDocument, parseDocument } from '../pipeline/parse.ts';
import type { Result } from '../problem/problem.ts';
import { KNOWN_OPERATORS } from './catalogue.ts';

export function openDocument(text: string): Result<ParsedDocument> {
  return parseDocument(text, KNOWN_OPERATORS);
}

/** The bytes of a file: UTF-8, with or without a byte order mark. */
export function openDocumentBytes(bytes: Uint8Array): Result<ParsedDocument> {
  const text = decodeText(bytes);
  return text.ok ? openDocument(text.value) : text;
}
