// The error policy of an operator, where it has one: a choice among its fields by that name. Pure.
import type { OperatorDefinition, ParamField } from '../../operators/operator-definition.ts';
import type { OperatorBox } from '../../pipeline/document.ts';

const NAME = 'onError';

export type PolicyField = Extract<ParamField, { readonly kind: 'choice' }>;

export function policyField(definition: OperatorDefinition): PolicyField | null {
  const field = definition.fields.find(({ name }) => name === NAME);
  return field?.kind === 'choice' ? field : null;
}

/** The policy in force, or null for an operator that has none. */
export function errorPolicy(definition: OperatorDefinition, box: OperatorBox): string | null {
  const field = policyField(definition);
  if (field === null) return null;
  const set = Object.hasOwn(box.params, NAME) ? box.params[NAME] : field.default;
  return typeof set === 'string' ? set : null;
}
