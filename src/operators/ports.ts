// The ports an operator has under its params: some are there only while a param asks for them.
import type { Json } from '../problem/json.ts';
import type { OperatorDefinition, PortDefinition } from './operator-definition.ts';

type Params = { readonly [name: string]: Json };

export function outputsOf(definition: OperatorDefinition, params: Params): readonly PortDefinition[] {
  return definition.outputs.filter((port) => hasPort(definition, port, params));
}

export function inputsOf(definition: OperatorDefinition, params: Params): readonly PortDefinition[] {
  return definition.inputs.filter((port) => hasPort(definition, port, params));
}

function hasPort(definition: OperatorDefinition, { when }: PortDefinition, params: Params): boolean {
  if (when === undefined) return true;
  const set = Object.hasOwn(params, when.param) ? params[when.param] : definition.fields.find((field) => field.name === when.param)?.default;
  return set === when.value;
}
