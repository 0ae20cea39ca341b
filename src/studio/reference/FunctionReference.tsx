// The function reference beside what one writes: search, groups, and for each function its signatures, its rule, where it differs
// from Spark, and an example that is evaluated as it is typed. Made from the library, so it cannot be behind it.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FunctionInfo } from '../../sql/language-info.ts';
import { activeEditor } from '../inspector/fields/expression-control.ts';
import { Button } from '../ui/Button.tsx';
import { isComposing } from '../ui/composing.ts';
import { Icon } from '../ui/Icon.tsx';
import { Marked } from '../ui/Marked.tsx';
import './reference.css';
import { GROUP_TITLES, type ReferenceEntry, referenceEntries, searchReference } from './reference-entries.ts';
import { closeReference, useReference } from './reference-store.ts';
import { tryExpression } from './try-expression.ts';

export default function FunctionReference({ right }: { readonly right: number }) {
  const asked = useReference();
  const [query, setQuery] = useState('');
  const [group, setGroup] = useState<FunctionInfo['group'] | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const found = useMemo(() => searchReference(query, group), [query, group]);
  const groups = useMemo(() => [...new Set(referenceEntries().map((entry) => entry.group))], []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks for the same function again
  useEffect(() => {
    search.current?.focus();
    if (asked.name === null) return;
    setQuery('');
    setGroup(null);
    setOpened(asked.name);
    requestAnimationFrame(() => list.current?.querySelector(`[data-function="${CSS.escape(asked.name ?? '')}"]`)?.scrollIntoView({ block: 'start' }));
  }, [asked.turn]);

  /** From the search down into the list, and along it. */
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      closeReference();
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLSelectElement) return;
    const heads = [...(list.current?.querySelectorAll<HTMLElement>('.fn-head') ?? [])];
    const at = heads.indexOf(document.activeElement as HTMLElement);
    event.preventDefault();
    if (event.key === 'ArrowUp' && at <= 0) search.current?.focus();
    else heads[event.key === 'ArrowDown' ? Math.min(heads.length - 1, at + 1) : at - 1]?.focus();
  };

  return (
    <aside className="reference" aria-label="Functions" data-region="reference" style={{ right }} onKeyDown={onKeyDown}>
      <header>
        <h2>Functions</h2>
        <small className="dim">
          {found.length} of {referenceEntries().length}, with Spark's answers
        </small>
        <Button icon="close" kind="ghost" dense={true} label="Close the function reference" onClick={closeReference} />
      </header>
      <div className="fn-search">
        <span className="field-search">
          <Icon name="search" />
          <input
            ref={search}
            type="search"
            aria-label="Search functions"
            placeholder="Search by name, type or what it does"
            value={query}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !isComposing(event)) setOpened(found[0]?.name ?? null);
            }}
          />
        </span>
        <select
          className="input"
          aria-label="Group"
          value={group ?? ''}
          onChange={(event) => setGroup(groups.find((known) => known === event.target.value) ?? null)}
        >
          <option value="">All groups</option>
          {groups.map((known) => (
            <option key={known} value={known}>
              {GROUP_TITLES[known]}
            </option>
          ))}
        </select>
      </div>
      <ul className="fn-list" ref={list} aria-label="Functions found">
        {found.map((entry, i) => (
          <Entry
            key={`${entry.group}/${entry.name}`}
            entry={entry}
            query={query}
            heading={query.trim() === '' && found[i - 1]?.group !== entry.group ? GROUP_TITLES[entry.group] : null}
            open={opened === entry.name}
            onToggle={() => setOpened((before) => (before === entry.name ? null : entry.name))}
          />
        ))}
        {found.length === 0 && (
          <li className="fn-none">
            <b>No function is called “{query}”</b>
            <p>Try what it does: trim, days, round, or a type such as ARRAY.</p>
          </li>
        )}
      </ul>
    </aside>
  );
}

interface EntryProps {
  readonly entry: ReferenceEntry;
  readonly query: string;
  readonly heading: string | null;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function Entry({ entry, query, heading, open, onToggle }: EntryProps) {
  const { name } = entry;
  const [first = name] = entry.signatures;
  return (
    <>
      {heading !== null && <li className="fn-group">{heading}</li>}
      <li className={open ? 'fn is-open' : 'fn'} data-function={name}>
        <button type="button" className="fn-head" aria-expanded={open} onClick={onToggle}>
          <b>
            <Marked text={name} query={query} />
          </b>
          <span className="fn-sig">{open ? '' : first.startsWith(name) ? first.slice(name.length) : first}</span>
        </button>
        {open && <EntryBody entry={entry} />}
      </li>
    </>
  );
}

function EntryBody({ entry }: { readonly entry: ReferenceEntry }) {
  return (
    <div className="fn-body">
      <div className="fn-ways">
        {entry.signatures.map((signature) => (
          <code key={signature} className="fn-full">
            {signature}
          </code>
        ))}
      </div>
      <p>
        <WithCode text={entry.help} />
      </p>
      {entry.aliases.length > 0 && <p className="dim">Also written {entry.aliases.join(', ')}.</p>}
      {entry.difference !== '' && (
        <p className="fn-differs st-waiting">
          <Icon name="warn" />
          <span>
            <b>Not as in Spark.</b> <WithCode text={entry.difference} />
          </span>
        </p>
      )}
      {entry.tries ? <TryIt key={entry.name} name={entry.name} example={entry.example} /> : <code className="fn-full">{entry.example}</code>}
      {entry.callable && (
        <Button
          kind="ghost"
          dense={true}
          link={true}
          disabled={activeEditor.current === null}
          onClick={() => activeEditor.current?.insert(entry.name)}
        >
          {activeEditor.current === null ? 'Focus an expression to insert it there' : 'Insert into the expression'}
        </Button>
      )}
    </div>
  );
}

/** Names between backticks are set as code. */
function WithCode({ text }: { readonly text: string }) {
  return text.split('`').map((words, i) => {
    const position = i;
    return i % 2 === 0 ? words : <code key={position}>{words}</code>;
  });
}

function TryIt({ name, example }: { readonly name: string; readonly example: string }) {
  const [text, setText] = useState(example);
  const tried = useMemo(() => tryExpression(text, Date.now()), [text]);
  return (
    <div className="fn-try">
      <textarea
        className="input mono is-area"
        aria-label={`Try ${name}`}
        value={text}
        rows={Math.max(1, Math.min(6, text.split('\n').length + Math.floor(text.length / 52)))}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      <p className={tried.kind === 'problem' ? 'fn-result st-failed' : 'fn-result'} role="status" aria-label={`What ${name} gives`}>
        {tried.kind === 'problem' ? (
          <>
            <Icon name="st-failed" />
            {tried.what}
          </>
        ) : (
          <>
            <span className="fn-gives">gives</span>
            <code className={tried.isNull ? 'is-null' : undefined}>{tried.text}</code>
            <span className="ty">{tried.type}</span>
          </>
        )}
      </p>
    </div>
  );
}
