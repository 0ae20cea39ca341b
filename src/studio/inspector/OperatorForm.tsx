// The form of an operator, drawn from its list of fields: one control for each kind of parameter.

import { useMemo } from 'react';
import type { OperatorDefinition, ParamField } from '../../operators/operator-definition.ts';
import type { OperatorBox, OperatorId } from '../../pipeline/document.ts';
import { useDocument } from '../store/document-store.ts';
import { expressionScope } from './expression-scope.ts';
import { ChoiceField } from './fields/ChoiceField.tsx';
import { ColumnField } from './fields/ColumnField.tsx';
import { DurationField } from './fields/DurationField.tsx';
import { ExpressionField } from './fields/ExpressionField.tsx';
import { FileField } from './fields/FileField.tsx';
import { FileFormatField } from './fields/FileFormatField.tsx';
import type { FieldProps } from './fields/field-props.ts';
import { IntegerField } from './fields/IntegerField.tsx';
import { KeysField } from './fields/KeysField.tsx';
import { LinesField } from './fields/LinesField.tsx';
import { NamedExpressionsField } from './fields/NamedExpressionsField.tsx';
import { OrderField } from './fields/OrderField.tsx';
import { ParsedColumnsField } from './fields/ParsedColumnsField.tsx';
import { RateField } from './fields/RateField.tsx';
import { TextField } from './fields/TextField.tsx';
import { TypesField } from './fields/TypesField.tsx';
import { shownFields } from './shown-fields.ts';
import { WindowDiagram } from './WindowDiagram.tsx';

interface Props {
  readonly operatorId: OperatorId;
  readonly box: OperatorBox;
  readonly definition: OperatorDefinition;
  readonly editable: boolean;
}

export function OperatorForm({ operatorId, box, definition, editable }: Props) {
  const check = useDocument((state) => state.check);
  const document = useDocument((state) => state.document);
  const columns = useMemo(
    () => (document === null ? [] : expressionScope({ document, check, operatorId, box, definition })),
    [document, check, operatorId, box, definition],
  );
  const wrong = new Set(check.problems.flatMap(({ where }) => (where.operator === operatorId && where.param !== undefined ? [where.param] : [])));
  const groups = groupFields(shownFields(definition, box, wrong));
  return (
    <section className="sec form" aria-label="Settings">
      {groups.map((fields) => {
        const rendered = fields.map((field) => {
          const own = check.problems.filter((problem) => problem.where.operator === operatorId && problem.where.param === field.name);
          const value = Object.hasOwn(box.params, field.name) ? box.params[field.name] : undefined;
          return (
            <div key={field.name} className="form-field" data-param={`${operatorId}.${field.name}`}>
              <FormField operatorId={operatorId} field={field} value={value} problems={own} columns={columns} editable={editable} />
            </div>
          );
        });
        return fields.length === 1 ? (
          rendered
        ) : (
          <div key={fields.map((field) => field.name).join()} className="f2">
            {rendered}
          </div>
        );
      })}
      {definition.family === 'window' && <WindowDiagram params={box.params} />}
    </section>
  );
}

/** Two durations in a row share a line, as the mock has length and slide. */
function groupFields(fields: readonly ParamField[]): readonly (readonly ParamField[])[] {
  const groups: ParamField[][] = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (field.kind === 'duration' && last?.length === 1 && last[0]?.kind === 'duration') last.push(field);
    else groups.push([field]);
  }
  return groups;
}

function FormField(props: FieldProps<ParamField>) {
  const { field } = props;
  switch (field.kind) {
    case 'text':
    case 'name':
      return <TextField {...props} field={field} />;
    case 'integer':
      return <IntegerField {...props} field={field} />;
    case 'rate':
      return <RateField {...props} field={field} />;
    case 'choice':
      return <ChoiceField {...props} field={field} />;
    case 'duration':
      return <DurationField {...props} field={field} />;
    case 'expression':
      return <ExpressionField {...props} field={field} />;
    case 'column':
      return <ColumnField {...props} field={field} />;
    case 'keys':
      return <KeysField {...props} field={field} />;
    case 'file':
      return <FileField {...props} field={field} />;
    case 'file-format':
      return <FileFormatField {...props} field={field} />;
    case 'parsed-columns':
      return <ParsedColumnsField {...props} field={field} />;
    case 'types':
      return <TypesField {...props} field={field} />;
    case 'order':
      return <OrderField {...props} field={field} />;
    case 'lines':
      return <LinesField {...props} field={field} />;
    case 'expressions':
    case 'aggregates':
      return <NamedExpressionsField {...props} field={field} />;
  }
}
