// Nothing to show, and what would bring something.
import type { ReactNode } from 'react';
import { Icon } from '../ui/Icon.tsx';
import type { IconName } from '../ui/icons.ts';

interface Props {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

export function Empty({ icon, title, text, children }: Props) {
  return (
    <div className="dock-empty">
      <Icon name={icon} />
      <b>{title}</b>
      <p>{text}</p>
      {children}
    </div>
  );
}
