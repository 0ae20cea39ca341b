// What to order by, first things first: an expression and a way each; the arrows change their turn.
import type { Json } from '../../../problem/json.ts';
import { settleTyping } from '../../store/document-store.ts';
import { Button } from '../../ui/Button.tsx';
import { ExpressionInput } from './ExpressionInput.tsx';
import { FieldErrors } from './Field.tsx';
import { type FieldOf, type FieldProps, writeChoice, writeTyping } from './field-props.ts';
import { ORDER_WAYS, type OrderEntry, readOrder, writeOrder } from './order-entry.ts';

export function OrderField(props: FieldProps<FieldOf<'order'>>) {
  const { operatorId, field, value, problems, columns, editable } = props;
  const texts = textsOf(value ?? field.default ?? []);
  const entries = texts.map(readOrder);
  const next = (index: number, entry: OrderEntry): readonly string[] => texts.map((text, i) => (i === index ? writeOrder(entry) : text));
  const swap = (index: number): void => {
    const [a, b] = [texts[index], texts[index + 1]];
    if (a !== undefined && b !== undefined) writeChoice(props, texts.toSpliced(index, 2, b, a));
  };
  return (
    <fieldset className="field named">
      <legend className="f-label">{field.label}</legend>
      {entries.map((entry, index) => {
        const position = index;
        const own = problems.filter((problem) => problem.where.column === texts[index] || problem.where.column === String(index + 1));
        return (
          <div key={`${operatorId}:${position}`} className="agg-row">
            <div className={own.length > 0 ? 'agg is-order is-error' : 'agg is-order'}>
              <ExpressionInput
                ids={{
                  id: `${operatorId}-${field.name}-${position}`,
                  'aria-describedby': undefined,
                  'aria-invalid': own.length > 0 ? true : undefined,
                }}
                label={`Order by, ${position + 1}`}
                value={entry.expression}
                problems={own}
                columns={columns}
                aggregates={false}
                editable={editable}
                onChange={(expression) => writeTyping(props, [...next(index, { ...entry, expression })])}
                onLeave={settleTyping}
              />
              {editable && (
                <span className="order-tools">
                  {index > 0 && (
                    <Button
                      icon="chev-d"
                      kind="ghost"
                      dense={true}
                      className="is-up"
                      label={`Earlier: ${entry.expression}`}
                      onClick={() => swap(index - 1)}
                    />
                  )}
                  <Button
                    icon="close"
                    kind="ghost"
                    dense={true}
                    label={`Remove ${entry.expression}`}
                    onClick={() => writeChoice(props, texts.toSpliced(index, 1))}
                  />
                </span>
              )}
            </div>
            <select
              className="input order-way"
              aria-label={`Way of ${entry.expression}`}
              value={entry.way}
              disabled={!editable}
              onChange={(event) => {
                const way = ORDER_WAYS.find((known) => known.way === event.target.value)?.way;
                if (way !== undefined) writeChoice(props, [...next(index, { ...entry, way })]);
              }}
            >
              {ORDER_WAYS.map(({ way, label }) => (
                <option key={way} value={way}>
                  {label}
                </option>
              ))}
            </select>
            <FieldErrors problems={own.filter((problem) => problem.severity === 'error')} />
          </div>
        );
      })}
      {editable && (
        <Button
          icon="plus"
          kind="ghost"
          dense={true}
          link={true}
          onClick={() => writeChoice(props, [...texts, `${columns[0]?.name ?? 'value'} DESC`])}
        >
          Order by one more
        </Button>
      )}
      {problems.length > 0 ? (
        <FieldErrors problems={problems.filter((problem) => problem.severity === 'error' && problem.where.column === undefined)} />
      ) : (
        <p className="help">{field.help}</p>
      )}
    </fieldset>
  );
}

function textsOf(value: Json): readonly string[] {
  return Array.isArray(value) ? value.filter((text: Json): text is string => typeof text === 'string') : [];
}
