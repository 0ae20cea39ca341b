// What commands look at, and the conditions many of them share.
import { useMemo } from 'react';
import { documentStore, useDocument } from '../store/document-store.ts';
import { readLive, useRunStatus } from '../store/live-store.ts';
import type { Command, CommandContext } from './command.ts';

export function commandContext(): CommandContext {
  return { document: documentStore.getState(), status: readLive().status };
}

export function useCommandContext(): CommandContext {
  const document = useDocument((state) => state);
  const status = useRunStatus();
  return useMemo(() => ({ document, status }), [document, status]);
}

/** Does it if it can be done now. */
export function performCommand(command: Command): void {
  const context = commandContext();
  if (command.enabledWhen(context) === true) command.perform(context);
}

export function commandLabel(command: Command, context: CommandContext): string {
  return typeof command.label === 'string' ? command.label : command.label(context);
}

export function whenOpen({ document }: CommandContext): true | string {
  return document.phase === 'ready' ? true : 'Open a pipeline first.';
}

export function whenEditable(context: CommandContext): true | string {
  const open = whenOpen(context);
  if (open !== true) return open;
  if (context.document.document === null || context.document.unreadable.length > 0)
    return 'This pipeline can only be read in this version of Millrace.';
  if (context.status?.role === 'viewer')
    return `Another tab${context.status.ownerTab === null ? '' : ` (${context.status.ownerTab})`} runs this pipeline.`;
  return true;
}

/** This tab runs it: needed for everything that drives the engine. */
export function whenOwner(context: CommandContext): true | string {
  const open = whenOpen(context);
  if (open !== true) return open;
  if (context.status === null) return 'The engine is starting.';
  if (context.status.role === 'viewer')
    return `Another tab${context.status.ownerTab === null ? '' : ` (${context.status.ownerTab})`} runs this pipeline.`;
  return true;
}

export function whenSelected(context: CommandContext): true | string {
  const editable = whenEditable(context);
  if (editable !== true) return editable;
  const { operators, edges, notes } = context.document.selection;
  return operators.length + edges.length + notes.length > 0 ? true : 'Select something first.';
}

export function whenOneOperator(context: CommandContext): true | string {
  const open = whenOpen(context);
  if (open !== true) return open;
  return context.document.selection.operators.length === 1 ? true : 'Select one operator first.';
}
