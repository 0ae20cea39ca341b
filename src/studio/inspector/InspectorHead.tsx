import type { ReactNode } from 'react';

interface Props {
  readonly lead: ReactNode;
  readonly title: string;
  readonly subtitle: ReactNode;
  readonly after?: ReactNode;
}

export function InspectorHead({ lead, title, subtitle, after }: Props) {
  return (
    <div className="insp-head">
      {lead}
      <div className="t">
        <h2 title={title}>{title}</h2>
        <small>{subtitle}</small>
      </div>
      {after}
    </div>
  );
}
