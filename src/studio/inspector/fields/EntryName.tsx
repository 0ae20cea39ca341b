import { useState } from 'react';
import { settleTyping } from '../../store/document-store.ts';

interface Props {
  readonly label: string;
  readonly name: string;
  readonly taken: readonly string[];
  readonly editable: boolean;
  readonly onRename: (name: string) => void;
}

/**
 * Name of one entry of a list. Written while it is typed, but only while no other entry has that name: two would become one,
 * if only for a moment. Until then what is typed stands in the field alone.
 */
export function EntryName({ label, name, taken, editable, onRename }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      className="agg-name"
      aria-label={label}
      value={typed ?? name}
      readOnly={!editable}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        const next = event.target.value;
        setTyped(next);
        if (next.trim() !== '' && !/^\d+$/.test(next) && !taken.includes(next)) onRename(next);
      }}
      onBlur={() => {
        setTyped(null);
        settleTyping();
      }}
    />
  );
}
