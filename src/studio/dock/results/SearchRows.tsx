// "Find a key": asks the worker when typing has paused for a moment.
import { useEffect, useEffectEvent, useState } from 'react';
import { isComposing } from '../../ui/composing.ts';
import { Icon } from '../../ui/Icon.tsx';

interface Props {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly disabled: boolean;
  readonly placeholder?: string;
}

const PAUSE_MS = 150;

export function SearchRows({ value, onChange, disabled, placeholder = 'Find a key' }: Props) {
  const [text, setText] = useState(value);
  const ask = useEffectEvent(() => {
    if (text !== value) onChange(text);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the text begins the pause anew
  useEffect(() => {
    const timer = setTimeout(() => ask(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label className="find-key">
      <Icon name="search" className="i-sm" />
      <input
        type="search"
        value={text}
        disabled={disabled}
        placeholder={placeholder}
        aria-label="Find rows that contain"
        title={disabled ? 'The view is held: searching would read newer rows' : undefined}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (isComposing(event) || event.key !== 'Escape' || text === '') return;
          event.preventDefault();
          event.stopPropagation();
          setText('');
          onChange('');
        }}
      />
    </label>
  );
}
