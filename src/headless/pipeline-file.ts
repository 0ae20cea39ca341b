// A pipeline from a file: its document, its plan, and the problems of both, for people and for programs.
import { readFile } from 'node:fs/promises';
import { applyText } from '../operators/apply-document.ts';
import { lowerDocument } from '../operators/lower-document.ts';
import { openDocumentBytes } from '../operators/open-document.ts';
import { labelOf } from '../operators/operator-label.ts';
import type { PipelineDocument } from '../pipeline/document.ts';
import type { AppliedPipeline } from '../plan/applied-pipeline.ts';
import { describeProblem, type Problem } from '../problem/problem.ts';
import { CommandError } from './command.ts';

export interface PipelineFile {
  readonly path: string;
  /** null when the file is no document at all. */
  readonly document: PipelineDocument | null;
  readonly problems: readonly Problem[];
  /** null while a problem is an error. */
  readonly applied: AppliedPipeline | null;
}

/** @throws CommandError when the file cannot be read. */
export async function readPipelineFile(path: string): Promise<PipelineFile> {
  const bytes = await readInput(path);
  const opened = openDocumentBytes(bytes);
  if (!opened.ok) return { path, document: null, problems: opened.problems, applied: null };
  const { document, readOnly } = opened.value;
  if (readOnly !== null) return { path, document, problems: readOnly.reasons, applied: null };
  const { problems } = lowerDocument(document);
  const applied = applyText(new TextDecoder().decode(bytes));
  const told = applied.ok || problems.some((p) => p.severity === 'error') ? problems : [...problems, ...applied.problems];
  return { path, document, problems: told, applied: applied.ok ? applied.value : null };
}

/** The bytes of a file named on the command line. @throws CommandError */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code === 'EACCES' ? 'it may not be read' : String(error);
    throw new CommandError(`"${path}" cannot be read: ${why}.`, 'Check the path.');
  }
}

/** A problem as lines for a person: severity and what, where, and how to go on. */
export function problemText(found: Problem, document: PipelineDocument | null): string {
  const { what, next } = describeProblem(found);
  const where = whereText(found, document);
  return [`${found.severity}: ${what}`, ...(where === '' ? [] : [`  at ${where}`]), `  ${next}`].join('\n');
}

/** A problem as one line of JSON for a program, its words with it. */
export function problemJson(found: Problem): { readonly [key: string]: unknown } {
  return { ...found, ...describeProblem(found) };
}

function whereText(found: Problem, document: PipelineDocument | null): string {
  const { operator, param, column, batch, row, from } = found.where;
  const parts: string[] = [];
  const box = operator === undefined ? undefined : document?.operators[operator];
  if (operator !== undefined) parts.push(box === undefined ? operator : `"${labelOf(box)}" (${operator})`);
  if (param !== undefined) parts.push(`field ${param}`);
  if (from !== undefined) parts.push(`character ${from + 1}`);
  if (column !== undefined) parts.push(`column ${column}`);
  if (batch !== undefined) parts.push(`batch ${batch}`);
  if (row !== undefined) parts.push(`row ${row}`);
  return parts.join(', ');
}
