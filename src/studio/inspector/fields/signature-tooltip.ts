// Signature help over the caret: the way to call it that fits what is written, the argument being written set off, the rule's first
// sentence and an example with what it gives. Comes as one types within a call; Escape puts it away until the next call.
import { StateEffect, StateField } from '@codemirror/state';
import { type EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from '@codemirror/view';
import type { Schema } from '../../../columns/data-type.ts';
import { hoverAt } from '../../../sql/expression-hover.ts';
import { aggregateInfos, functionInfos } from '../../../sql/language-info.ts';
import { type SignatureHelp, signatureHelpAt } from '../../../sql/signature-help.ts';

const putAway = StateEffect.define<null>();

interface Shown {
  /** What is shown, to keep the tooltip while nothing of it changes. */
  readonly key: string;
  readonly tooltip: Tooltip | null;
  /** The call that was put away, by name. */
  readonly away: string | null;
}

const NOTHING: Shown = { key: '', tooltip: null, away: null };

export function signatureHelp(scopeNow: () => Schema, openReference: (name: string) => void) {
  const field = StateField.define<Shown>({
    create: () => NOTHING,
    update(before, transaction) {
      const dismissed = transaction.effects.some((effect) => effect.is(putAway));
      if (!transaction.docChanged && transaction.selection === undefined && !dismissed) return before;
      const { state } = transaction;
      const { empty, head } = state.selection.main;
      const help = empty ? signatureHelpAt(state.doc.toString(), head, scopeNow()) : null;
      if (help === null) return NOTHING;
      const away = dismissed ? help.name : before.away;
      if (away === help.name) return { key: '', tooltip: null, away };
      const key = `${help.name}/${help.active}/${help.activeParameter}`;
      return key === before.key ? before : { key, tooltip: tooltipOf(help, head, openReference), away: null };
    },
    provide: (self) => showTooltip.from(self, (shown) => shown.tooltip),
  });
  const putAwayKey = keymap.of([
    {
      key: 'Escape',
      run: (view) => {
        if (view.state.field(field).tooltip === null) return false;
        view.dispatch({ effects: putAway.of(null) });
        return true;
      },
    },
  ]);
  return [field, putAwayKey];
}

function tooltipOf(help: SignatureHelp, pos: number, openReference: (name: string) => void): Tooltip {
  return { pos, above: true, create: () => ({ dom: drawn(help, openReference) }) };
}

function drawn(help: SignatureHelp, openReference: (name: string) => void): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cm-signature cm-calling';
  box.setAttribute('role', 'status');
  const shown = help.signatures[help.active];
  if (shown !== undefined) {
    const line = document.createElement('code');
    const now = shown.parameters[help.activeParameter];
    if (now === undefined) line.append(shown.text);
    else line.append(shown.text.slice(0, now.from), piece('b', now.label), shown.text.slice(now.to));
    box.append(line);
    if (help.signatures.length > 1) box.append(piece('small', `${help.active + 1} of ${help.signatures.length} ways to call it`));
  }
  box.append(ruleOf(help.help));
  const example = piece('code', help.example.text, 'cm-example');
  if (help.example.expected !== '') example.append(piece('small', ` gives ${help.example.expected}`));
  box.append(example);
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'cm-more';
  more.textContent = 'Reference, F1';
  more.addEventListener('mousedown', (event) => {
    // The editor keeps its focus until the reference takes it.
    event.preventDefault();
    openReference(help.name);
  });
  box.append(more);
  return box;
}

/** The first sentence of a rule; what stands between backticks is code. */
function ruleOf(text: string): HTMLElement {
  const rule = document.createElement('p');
  const first = text.split(/(?<=\.)\s/)[0] ?? text;
  first.split('`').forEach((words, i) => {
    rule.append(i % 2 === 0 ? words : piece('code', words));
  });
  return rule;
}

function piece(tag: 'p' | 'small' | 'code' | 'b', words: string, className = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = words;
  if (className !== '') element.className = className;
  return element;
}

/** What the piece under the pointer is: a column with its type, a function with its rule. */
export function typeOnHover(scopeNow: () => Schema) {
  return hoverTooltip((view, pos) => {
    const hover = hoverAt(view.state.doc.toString(), pos, scopeNow());
    if (hover === null) return null;
    return {
      pos: hover.from,
      end: hover.to,
      above: true,
      create: () => {
        const box = document.createElement('div');
        box.className = 'cm-signature';
        box.append(piece('code', hover.title));
        if (hover.type !== '' && !hover.title.includes(hover.type)) box.append(piece('small', hover.type));
        if (hover.help !== '') box.append(ruleOf(hover.help));
        return { dom: box };
      },
    };
  });
}

/** F1: the reference at the function under the caret, or at the call around it. */
export function referenceKey(scopeNow: () => Schema, openReference: (name: string | null) => void) {
  return keymap.of([
    {
      key: 'F1',
      run: (view: EditorView) => {
        const { head } = view.state.selection.main;
        const doc = view.state.doc.toString();
        const word = `${/[A-Za-z_]\w*$/.exec(doc.slice(0, head))?.[0] ?? ''}${/^\w*/.exec(doc.slice(head))?.[0] ?? ''}`;
        openReference(knownFunction(word) ?? signatureHelpAt(doc, head, scopeNow())?.name ?? null);
        return true;
      },
    },
  ]);
}

function knownFunction(word: string): string | null {
  const wanted = word.toLowerCase();
  return [...functionInfos(), ...aggregateInfos()].find(({ name, aliases }) => name === wanted || aliases.includes(wanted))?.name ?? null;
}
