// The expression editor: CodeMirror over the grammar the compiler uses. Its own file, loaded when a form first needs it. It
// has its own undo while the focus is in it; what it writes is one step of the document's.
import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, LanguageSupport, LRLanguage, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, Prec, Transaction } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { styleTags, tags } from '@lezer/highlight';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { formatType } from '../../../columns/data-type.ts';
import { describeProblem, type Problem } from '../../../problem/problem.ts';
import { checkAggregate } from '../../../sql/check.ts';
import { completionsAt } from '../../../sql/language-info.ts';
import { parser } from '../../../sql/parser/expression.parser.ts';
import { applied, type QuickFix, quickFixes } from '../../../sql/quick-fixes.ts';
import { typeOfText } from '../../../sql/type-of-text.ts';
import { openReference } from '../../reference/reference-store.ts';
import { activeEditor, type ExpressionInputProps, plainFocus } from './expression-control.ts';
import { referenceKey, signatureHelp, typeOnHover } from './signature-tooltip.ts';

const language = LRLanguage.define({
  parser: parser.configure({
    props: [
      styleTags({
        'FunctionName/Identifier': tags.function(tags.variableName),
        'ColumnName/Identifier ColumnName/QuotedIdentifier FieldName/Identifier FieldName/QuotedIdentifier': tags.variableName,
        'String StringPart RawStringPart': tags.string,
        Number: tags.number,
        'True False Null': tags.bool,
        'And Or Not Between In Like ILike RLike Is Distinct From Escape Case When Then Else End Cast TryCast As Interval Div': tags.keyword,
        'Filter Where Ignore Respect Nulls Within Group Order By Asc Desc': tags.keyword,
        Type: tags.typeName,
        'CompareOp Star Slash Percent Plus Minus ConcatOp ShiftOp BitAnd BitXor BitOr Tilde Bang': tags.operator,
        'LineComment BlockComment': tags.comment,
      }),
    ],
  }),
  languageData: { closeBrackets: { brackets: ['(', '[', "'"] } },
});

const colours = HighlightStyle.define([
  { tag: tags.function(tags.variableName), color: 'var(--syn-fn)' },
  { tag: tags.variableName, color: 'var(--syn-col)' },
  { tag: tags.string, color: 'var(--syn-str)' },
  { tag: tags.number, color: 'var(--syn-num)' },
  { tag: tags.bool, color: 'var(--syn-num)' },
  { tag: tags.keyword, color: 'var(--syn-kw)' },
  { tag: tags.typeName, color: 'var(--syn-kw)' },
  { tag: tags.operator, color: 'var(--text-3)' },
  { tag: tags.comment, color: 'var(--text-3)', fontStyle: 'italic' },
]);

export function ExpressionEditor(props: ExpressionInputProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  // What the editor's own callbacks read: always the newest props.
  const newest = useRef(props);
  useLayoutEffect(() => {
    newest.current = props;
  });
  const { value, problems, editable, label, ids } = props;
  const settings = useRef(new Compartment());

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; later props are brought in by the effects below
  useLayoutEffect(() => {
    if (host.current === null) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: value, extensions: [...extensions(newest), settings.current.of(dynamic(editable, label, ids.id))] }),
    });
    view.current = editor;
    const focused = plainFocus.current;
    if (focused?.id === ids.id) {
      plainFocus.current = null;
      const end = editor.state.doc.length;
      editor.dispatch({ selection: { anchor: Math.min(focused.from, end), head: Math.min(focused.to, end) } });
      editor.focus();
    }
    const active = { insert: (name: string): void => insertCall(editor, name) };
    const remember = (): void => {
      activeEditor.current = active;
    };
    editor.contentDOM.addEventListener('focus', remember);
    if (editor.hasFocus) remember();
    return () => {
      if (activeEditor.current === active) activeEditor.current = null;
      editor.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    // Undo on the canvas, another tab: not typed here, so not in this editor's undo.
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value }, annotations: Transaction.addToHistory.of(false) });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: settings.current.reconfigure(dynamic(editable, label, ids.id)) });
  }, [editable, label, ids.id]);

  useEffect(() => {
    const editor = view.current;
    if (editor !== null)
      editor.dispatch(
        setDiagnostics(
          editor.state,
          problems.flatMap((problem) => diagnosticOf(problem, editor.state.doc.toString(), newest.current)),
        ),
      );
  }, [problems]);

  const type = useResultType(props);
  return (
    <div className={problems.length > 0 ? 'code is-error' : 'code'}>
      <div ref={host} />
      {type !== null && (
        <p className="code-type">
          gives <span className="ty">{type}</span>
        </p>
      )}
    </div>
  );
}

/** The type of what it gives, or null while it does not hold. */
function useResultType({ value, columns, aggregates, problems }: ExpressionInputProps): string | null {
  return useMemo(() => {
    if (value.trim() === '' || problems.some((problem) => problem.severity === 'error')) return null;
    if (!aggregates) {
      const type = typeOfText(value, columns);
      return type === null ? null : formatType(type);
    }
    const checked = checkAggregate(value, columns);
    return checked.ok ? formatType(checked.value.type) : null;
  }, [value, columns, aggregates, problems]);
}

/** Puts a call where the caret is, around what is selected, with the caret in its brackets. */
function insertCall(editor: EditorView, name: string): void {
  const { from, to } = editor.state.selection.main;
  const inner = editor.state.sliceDoc(from, to);
  const call = `${name}(${inner})`;
  editor.dispatch({
    changes: { from, to, insert: call },
    selection: { anchor: from + call.length - (inner === '' ? 1 : 0) },
    userEvent: 'input.complete',
  });
  editor.focus();
}

function dynamic(editable: boolean, label: string, id: string) {
  return [
    EditorState.readOnly.of(!editable),
    EditorView.contentAttributes.of({
      'aria-label': label,
      id,
      spellcheck: 'false',
      autocapitalize: 'off',
      ...(editable ? {} : { 'aria-readonly': 'true' }),
    }),
  ];
}

function extensions(newest: { readonly current: ExpressionInputProps }) {
  return [
    history(),
    new LanguageSupport(language),
    syntaxHighlighting(colours),
    closeBrackets(),
    EditorView.lineWrapping,
    placeholder(newest.current.aggregates ? 'count(*)' : ''),
    autocompletion({
      override: [(context) => complete(context, newest.current)],
      icons: false,
      addToOptions: [{ render: kindLetter, position: 10 }],
      maxRenderedOptions: 60,
    }),
    Prec.highest(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
    keymap.of([
      // Enter only ends the visit to the field; a new line is Shift+Enter.
      {
        key: 'Enter',
        run: () => {
          newest.current.onLeave();
          return true;
        },
        shift: () => false,
      },
      ...historyKeymap,
      ...defaultKeymap.filter((binding) => binding.key !== 'Mod-Enter' && binding.key !== 'Alt-l'),
    ]),
    Prec.high(keymap.of(completionKeymap)),
    signatureHelp(() => newest.current.columns, openReference),
    typeOnHover(() => newest.current.columns),
    referenceKey(() => newest.current.columns, openReference),
    keymap.of([{ key: 'Mod-.', run: (view) => fixFirst(view, newest.current) }]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.every((transaction) => transaction.annotation(Transaction.addToHistory) === false)) {
        newest.current.onChange(update.state.doc.toString());
      }
    }),
    EditorView.domEventHandlers({
      blur: () => {
        newest.current.onLeave();
        return false;
      },
    }),
    EditorView.theme({ '&.cm-focused': { outline: 'none' } }),
  ];
}

function complete(context: CompletionContext, { columns, aggregates, wanted }: ExpressionInputProps): CompletionResult | null {
  const found = completionsAt(context.state.doc.toString(), context.pos, columns, { aggregates, ...(wanted === undefined ? {} : { wanted }) });
  if (found === null || found.options.length === 0) return null;
  // A number is not the beginning of a name.
  if (!context.explicit && /^\d/.test(context.state.sliceDoc(found.from, context.pos))) return null;
  if (!context.explicit && found.from === context.pos && context.pos > 0 && !/[(,]\s*$/.test(context.state.sliceDoc(0, context.pos))) return null;
  return {
    from: found.from,
    options: found.options.map((option) => ({
      label: option.label,
      detail: option.detail,
      type: option.kind,
      ...(option.help === '' ? {} : { info: option.help }),
      apply: (view, _completion, from, to) => {
        view.dispatch({ changes: { from, to, insert: option.insert }, selection: { anchor: from + option.cursor }, userEvent: 'input.complete' });
      },
    })),
    filter: false,
  };
}

/** f for a function, c for a column: the letter before an entry. */
function kindLetter({ type = '' }: Completion): HTMLElement {
  const letter = document.createElement('span');
  letter.className = `cm-kind is-${type}`;
  letter.textContent = type === 'column' ? 'c' : type === 'function' || type === 'aggregate' ? 'f' : 'k';
  letter.setAttribute('aria-hidden', 'true');
  return letter;
}

/** The best fix of the problem nearest to the caret. */
function fixFirst(view: EditorView, { problems, columns, aggregates }: ExpressionInputProps): boolean {
  const text = view.state.doc.toString();
  const { head } = view.state.selection.main;
  const near = problems.toSorted((a, b) => Math.abs((a.where.from ?? 0) - head) - Math.abs((b.where.from ?? 0) - head));
  const fix = near.flatMap((problem) => quickFixes(problem, text, columns, aggregates))[0];
  if (fix === undefined) return false;
  applyIn(view, fix);
  return true;
}

function applyIn(view: EditorView, fix: QuickFix): void {
  const last = fix.changes.at(-1);
  const grown = applied(view.state.doc.toString(), fix).length - view.state.doc.length;
  view.dispatch({ changes: [...fix.changes], selection: { anchor: (last?.to ?? 0) + grown }, userEvent: 'input.complete' });
}

function diagnosticOf(problem: Problem, text: string, { columns, aggregates }: ExpressionInputProps): readonly Diagnostic[] {
  const { from, to } = problem.where;
  const { length } = text;
  if (from === undefined) return [];
  const start = Math.max(0, Math.min(from, length));
  const end = Math.max(start, Math.min(to ?? start + 1, length));
  const { what, next } = describeProblem(problem);
  // A place at the very end has no letter of its own: the one before it is marked.
  const marked = end > start ? { from: start, to: end } : { from: Math.max(0, start - 1), to: Math.max(start, Math.min(1, length)) };
  return [
    {
      ...marked,
      severity: problem.severity === 'error' ? 'error' : 'warning',
      message: `${what} ${next}`,
      actions: quickFixes(problem, text, columns, aggregates).map((fix) => ({ name: fix.title, apply: (view: EditorView) => applyIn(view, fix) })),
    },
  ];
}
