import { formatType, type Schema } from '../../columns/data-type.ts';
import { Icon } from '../ui/Icon.tsx';

interface Props {
  readonly columns: Schema;
  readonly keys: readonly string[];
}

/** Columns with their types; keys carry a key. */
export function ColumnList({ columns, keys }: Props) {
  const isKey = new Set(keys.map((key) => key.toLowerCase()));
  return (
    <ul className="schema">
      {columns.map((column) => (
        <li key={column.name}>
          {isKey.has(column.name.toLowerCase()) ? <Icon name="key" /> : <span className="i" />}
          <span className="n" title={column.name}>
            {column.name}
          </span>
          {isKey.has(column.name.toLowerCase()) && <span className="visually-hidden">key</span>}
          <span className="ty">{formatType(column.type)}</span>
        </li>
      ))}
    </ul>
  );
}
