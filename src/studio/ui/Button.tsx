// The studio's button: text with an icon, or an icon alone with its name. `kind` is the mock's: primary is the one filled
// button of an area.
import type { ComponentProps, ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

interface Props extends Omit<ComponentProps<'button'>, 'children' | 'title'> {
  readonly icon?: IconName;
  readonly kind?: 'primary' | 'ghost' | 'quiet' | 'danger';
  readonly dense?: boolean;
  readonly link?: boolean;
  /** Shown text. Without it, `label` names the icon. */
  readonly children?: ReactNode;
  readonly label?: string;
  /** Keys shown in the tooltip after the label. */
  readonly keys?: string;
  readonly after?: ReactNode;
}

export function Button({ icon, kind, dense, link, children, label, keys, after, className, ...rest }: Props) {
  const classes = ['btn', kind && `btn-${kind}`, dense && 'btn-sm', link && 'is-link', children === undefined && 'btn-icon', className];
  const title = label === undefined ? undefined : keys === undefined ? label : `${label} (${keys})`;
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(' ')}
      aria-label={children === undefined ? label : undefined}
      title={title}
      {...rest}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children !== undefined && <span>{children}</span>}
      {after}
    </button>
  );
}
