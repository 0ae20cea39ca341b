interface Props {
  readonly facts: readonly { readonly name: string; readonly value: string; readonly unit?: string }[];
}

/** Up to three figures side by side. */
export function Facts({ facts }: Props) {
  return (
    <dl className="facts" style={{ gridTemplateColumns: `repeat(${facts.length}, 1fr)` }}>
      {facts.map(({ name, value, unit }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {unit !== undefined && <small> {unit}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
