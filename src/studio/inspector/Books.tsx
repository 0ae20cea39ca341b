// The books of a source: every record it read is in exactly one line, and the lines add up. Samples of what went wrong stand under
// them, with record and line.
import type { OperatorId } from '../../pipeline/document.ts';
import type { SourceBooks } from '../../protocol/data-api.ts';
import { useLive } from '../store/live-store.ts';
import { exactCount } from '../text/numbers.ts';
import { Icon } from '../ui/Icon.tsx';
import { RefusedList } from './RefusedList.tsx';

export function Books({ operatorId }: { readonly operatorId: OperatorId }) {
  const written = useLive(({ operators }) => {
    const books = operators.get(operatorId)?.books ?? null;
    return books === null ? null : JSON.stringify(books);
  });
  if (written === null) return null;
  return <BooksOf operatorId={operatorId} books={JSON.parse(written) as SourceBooks} />;
}

const LINES: readonly { readonly name: keyof SourceBooks; readonly label: string; readonly help: string }[] = [
  { name: 'good', label: 'Good', help: 'Read as the format and the types say' },
  { name: 'bad', label: 'Bad', help: 'Could not be read as the format or a type says' },
  { name: 'short', label: 'Short', help: 'Fewer fields than columns' },
  { name: 'long', label: 'Long', help: 'More fields than columns' },
  { name: 'dropped', label: 'Dropped', help: 'Never logged: the buffer was full, or it was recognised as seen before' },
];

/** Records that did not become whole rows. */
export function troubleOf(books: SourceBooks): number {
  return books.bad + books.short + books.long + books.dropped;
}

function BooksOf({ operatorId, books }: { readonly operatorId: OperatorId; readonly books: SourceBooks }) {
  const trouble = troubleOf(books);
  const sum = books.good + trouble;
  return (
    <section className="sec" aria-label="Books">
      <div className="sec-h">
        <h3>Books</h3>
        <span className="right">{books.blank > 0 ? `${exactCount(books.blank)} blank lines` : ''}</span>
      </div>
      <table className="books">
        <tbody>
          <tr className="is-sum">
            <th scope="row">Read</th>
            <td>{exactCount(books.read)}</td>
            <td />
          </tr>
          {LINES.map(({ name, label, help }) => {
            const count = books[name];
            const wrong = name !== 'good' && count > 0;
            return (
              <tr key={name} title={help} className={wrong ? 'st-waiting is-wrong' : undefined}>
                <th scope="row">
                  {wrong ? <Icon name="warn" /> : <span className="i" />}
                  {label}
                </th>
                <td>{exactCount(count)}</td>
                <td className="dim">{share(count, books.read)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {sum !== books.read && (
        <p className="help is-waiting">
          <Icon name="warn" />
          <span>{exactCount(Math.abs(books.read - sum))} records are between two lines of the books; they are there with the next batch.</span>
        </p>
      )}
      {trouble > 0 && <RefusedList operatorId={operatorId} count={trouble} />}
    </section>
  );
}

function share(count: number, read: number): string {
  if (read === 0 || count === 0) return '';
  const part = count / read;
  if (part < 0.001) return '< 0.1%';
  return part > 0.999 && part < 1 ? '> 99.9%' : `${Math.round(part * 1_000) / 10}%`;
}
