// The columns an expression of an operator sees, as the editor offers them: those of the input; where an operator has more than a row
// before it, the rows under their names (l and r of a join, state and new of a fold) as STRUCTs, so that a dot goes into them.
import type { DataType, Field, Schema } from '../../columns/data-type.ts';
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import type { OperatorBox, OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import { parseSchema, parseType } from '../../sql/parse-type.ts';
import type { CheckResult } from '../store/document-check.ts';

interface Where {
  readonly document: PipelineDocument;
  readonly check: CheckResult;
  readonly operatorId: OperatorId;
  readonly box: OperatorBox;
  readonly definition: OperatorDefinition;
}

export function expressionScope({ document, check, operatorId, box, definition }: Where): Schema {
  const input = check.inputs.get(operatorId) ?? [];
  if (definition.fields.some(({ kind, name }) => kind === 'types' && name === 'state')) {
    const state = stateFields(box, definition);
    return [...input, struct('state', state), struct('new', state)];
  }
  if (definition.family !== 'join') return input;
  const sides = definition.inputs.map((port) => {
    const from = document.edges.find((edge) => edge.to.operator === operatorId && edge.to.port === port.id)?.from;
    return from === undefined ? [] : (check.outputs.get(`${from.operator}.${from.port}`)?.columns ?? []);
  });
  const [left = input, right = tableFields(box)] = sides;
  return [struct('l', left), struct('r', right)];
}

function struct(name: string, fields: Schema): Field {
  const type: DataType = { kind: 'STRUCT', fields };
  return { name, type };
}

function stateFields(box: OperatorBox, definition: OperatorDefinition): Schema {
  const state = box.params['state'] ?? definition.fields.find(({ name }) => name === 'state')?.default;
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return [];
  return Object.entries(state).flatMap(([name, text]) => {
    const type = typeof text === 'string' ? parseType(text) : null;
    return type?.ok === true ? [{ name, type: type.value }] : [];
  });
}

/** The columns of a table that is given in the settings. */
function tableFields(box: OperatorBox): Schema {
  const text = box.params['schema'];
  const schema = typeof text === 'string' ? parseSchema(text) : null;
  return schema?.ok === true ? schema.value : [];
}
