// An icon of the table, decorative: whoever shows it gives the words.
import { glyphs } from './glyphs.tsx';
import { type IconName, tablerIcons } from './icons.ts';

interface Props {
  readonly name: IconName;
  readonly className?: string;
}

export function Icon({ name, className }: Props) {
  const classes = className === undefined ? 'i' : `i ${className}`;
  if (name in tablerIcons) {
    const Tabler = tablerIcons[name as keyof typeof tablerIcons];
    // 2.1 on Tabler's 24 px grid is the mock's 1.4 px line at 16 px.
    return <Tabler className={classes} stroke={2.1} size={16} aria-hidden={true} />;
  }
  return (
    <svg className={classes} viewBox="0 0 16 16" aria-hidden="true">
      {glyphs[name as keyof typeof glyphs]}
    </svg>
  );
}
