// What an operator does, with an example that is checked by running it.

import { Fragment } from 'react';
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import type { Json } from '../../problem/json.ts';

export function OperatorAbout({ definition }: { readonly definition: OperatorDefinition }) {
  const { example } = definition;
  return (
    <>
      <section className="sec">
        <p className="about">{definition.help}</p>
      </section>
      {definition.aliases.length > 0 && (
        <section className="sec">
          <div className="sec-h">
            <h3>Also known as</h3>
          </div>
          <p className="tags">
            {definition.aliases.map((alias) => (
              <span key={alias} className="tag">
                {alias}
              </span>
            ))}
          </p>
        </section>
      )}
      {example !== null && (
        <section className="sec">
          <div className="sec-h">
            <h3>Example</h3>
          </div>
          <p className="help">{example.title}</p>
          {Object.keys(example.params).length > 0 && (
            <dl className="params">
              {Object.entries(example.params).map(([name, value]) => (
                <Fragment key={name}>
                  <dt>{definition.fields.find((field) => field.name === name)?.label ?? name}</dt>
                  <dd className="mono">{shown(value)}</dd>
                </Fragment>
              ))}
            </dl>
          )}
          <ExampleTable caption="In" schema={example.input.schema} rows={example.input.rows} />
          <ExampleTable caption="Out" schema={example.output.schema} rows={example.output.rows} />
        </section>
      )}
    </>
  );
}

interface TableProps {
  readonly caption: string;
  readonly schema: string;
  readonly rows: readonly (readonly Json[])[];
}

function ExampleTable({ caption, schema, rows }: TableProps) {
  return (
    <table className="tbl example">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {schema.split(/,\s*(?![^<]*>)/).map((column) => {
            const [name, ...type] = column.trim().split(' ');
            return (
              <th key={column}>
                {name}
                <span className="ty">{type.join(' ')}</span>
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const position = index;
          return (
            <tr key={position}>
              {row.map((value, column) => {
                const place = column;
                return (
                  <td key={place} className={typeof value === 'number' ? 'num' : undefined}>
                    {value === '' ? <span className="dim">empty</span> : shown(value)}
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function shown(value: Json): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map((item: Json) => shown(item)).join(', ');
  return Object.entries(value)
    .map(([name, text]) => `${name} = ${shown(text)}`)
    .join(', ');
}
