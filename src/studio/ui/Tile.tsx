// The tinted square that carries an operator's icon; its outline repeats the family.
import type { OperatorFamily } from '../../operators/operator-definition.ts';
import { Icon } from './Icon.tsx';
import { type IconName, operatorIcon } from './icons.ts';

interface Props {
  readonly family: OperatorFamily;
  /** The definition's icon. */
  readonly icon: string;
  readonly size?: 'sm' | 'lg';
}

export function Tile({ family, icon, size }: Props) {
  const name: IconName = operatorIcon(icon);
  return (
    <span className={`tile fam-${family}${size === undefined ? '' : ` ${size}`}`}>
      <Icon name={name} />
    </span>
  );
}
