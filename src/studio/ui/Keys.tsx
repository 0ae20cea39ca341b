// Key caps: "⌘ K" on Apple machines, "Ctrl K" elsewhere.
interface Props {
  readonly keys: readonly string[];
}

const apple = /Mac|iPhone|iPad/.test(navigator.platform);

const SHOWN: Readonly<Record<string, string>> = {
  Mod: apple ? '⌘' : 'Ctrl',
  Alt: apple ? '⌥' : 'Alt',
  Shift: apple ? '⇧' : 'Shift',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
};

export function showKey(key: string): string {
  return SHOWN[key] ?? key;
}

export function Keys({ keys }: Props) {
  return (
    <span className="keys">
      {keys.map((key) => (
        <kbd key={key}>{showKey(key)}</kbd>
      ))}
    </span>
  );
}
