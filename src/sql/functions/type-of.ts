// typeof: the name of a type as Spark's catalog writes it, "array<int>", "decimal(2,1)", "interval day to second".
import { type DataType, formatType, quotedIfNeeded, STRING } from '../../columns/data-type.ts';
import type { FunctionDefinition } from './function-definition.ts';

export const typeOfFunctions: readonly FunctionDefinition[] = [
  {
    name: 'typeof',
    group: 'cast',
    signatures: ['typeof(value A) -> STRING'],
    help: 'The name of the type of the value.',
    example: { text: 'typeof(1.5)', expected: 'decimal(2,1)' },
    kernel: {
      kind: 'rewrite',
      rewrite: ([value], _, span) =>
        value === undefined ? null : { kind: 'literal', type: STRING, literal: { kind: 'string', value: catalogName(value.type) }, span },
    },
  },
];

function catalogName(type: DataType): string {
  switch (type.kind) {
    case 'ARRAY':
      return `array<${catalogName(type.element)}>`;
    case 'MAP':
      return `map<${catalogName(type.key)},${catalogName(type.value)}>`;
    case 'STRUCT':
      return `struct<${type.fields.map((field) => `${quotedIfNeeded(field.name)}:${catalogName(field.type)}`).join(',')}>`;
    default:
      return formatType(type).toLowerCase();
  }
}
