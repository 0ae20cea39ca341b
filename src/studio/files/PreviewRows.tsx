// The first rows under the guess. A row that could not be read stands as it is in the file, with its reason.
import type { Sniffed } from '../../formats/sniffed.ts';
import { cellText, isNumeric } from '../dock/results/cell-text.ts';
import { shownZone, typeInZone } from '../dock/results/shown-zone.ts';
import { exactCount } from '../text/numbers.ts';
import { Icon } from '../ui/Icon.tsx';

const LONGEST_RAW = 400;

/** `timeZone`: of the pipeline that would be made. */
export function PreviewRows({ guess, timeZone }: { readonly guess: Sniffed; readonly timeZone: string }) {
  const zone = shownZone(timeZone);
  const { columns, preview } = guess;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section className="preview-scroll" tabIndex={0} aria-label="Rows under this guess">
      <table className="tbl preview">
        <thead>
          <tr>
            <th className="num">Line</th>
            {columns.map((column) => (
              <th key={column.name} className={isNumeric(column.type) ? 'num' : undefined}>
                <span className={column.renamedFrom === null ? undefined : 'is-renamed'}>{column.name}</span>{' '}
                <span className="ty">{typeInZone(column.type, zone)}</span>
              </th>
            ))}
            <th className="rows-fill" />
          </tr>
        </thead>
        <tbody>
          {preview.map((row) =>
            row.values === null ? (
              <tr key={row.record} className="is-bad st-failed">
                <td className="num dim">{exactCount(row.line)}</td>
                <td colSpan={columns.length + 1}>
                  <span className="bad-note">
                    <Icon name="st-failed" />
                    {row.note ?? 'Not read.'}
                  </span>
                  <code>{row.raw.slice(0, LONGEST_RAW)}</code>
                </td>
              </tr>
            ) : (
              <tr key={row.record} className={row.note === null ? undefined : 'is-noted st-waiting'} title={row.note ?? undefined}>
                <td className="num dim">
                  {row.note !== null && <Icon name="warn" />}
                  {exactCount(row.line)}
                </td>
                {columns.map((column, c) => {
                  const value = row.values?.[c] ?? null;
                  return (
                    <td key={column.name} className={[isNumeric(column.type) && 'num', value === null && 'is-null'].filter(Boolean).join(' ')}>
                      {cellText(value, column.type, zone)}
                    </td>
                  );
                })}
                <td />
              </tr>
            ),
          )}
          {preview.length === 0 && (
            <tr>
              <td colSpan={columns.length + 2} className="dim">
                No rows.
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
