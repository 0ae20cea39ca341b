// Fields that only mean something under another setting are out of sight until it is chosen: the rate of a file that is replayed by its
// time, the columns of a source of plain text. One with a problem, or set to something of its own, always shows. Pure.
import type { OperatorDefinition, ParamField } from '../../operators/operator-definition.ts';
import type { OperatorBox } from '../../pipeline/document.ts';

interface Condition {
  readonly field: string;
  readonly when: { readonly param: string; readonly is: (value: string) => boolean };
}

const is =
  (...values: readonly string[]) =>
  (value: string): boolean =>
    values.includes(value);
const isSet = (value: string): boolean => value !== '';

const FEED: readonly Condition[] = [{ field: 'columns', when: { param: 'format', is: is('json', 'csv') } }];

const CONDITIONS: { readonly [type: string]: readonly Condition[] } = {
  file: [
    { field: 'rowsPerSecond', when: { param: 'pace', is: is('rate') } },
    { field: 'timeColumn', when: { param: 'pace', is: is('time') } },
    { field: 'speed', when: { param: 'pace', is: is('time') } },
  ],
  websocket: FEED,
  sse: FEED,
  'http-poll': [...FEED, { field: 'header', when: { param: 'format', is: is('csv') } }],
  'parse-log': [
    { field: 'expression', when: { param: 'pattern', is: is('own') } },
    { field: 'startYear', when: { param: 'pattern', is: is('syslog') } },
  ],
  'map-with-state': [
    { field: 'onTimeout', when: { param: 'timeout', is: isSet } },
    { field: 'timeoutScan', when: { param: 'timeout', is: isSet } },
  ],
};

export function shownFields(definition: OperatorDefinition, box: OperatorBox, withProblem: ReadonlySet<string>): readonly ParamField[] {
  const conditions = CONDITIONS[definition.type];
  if (conditions === undefined) return definition.fields;
  const valueNow = (name: string): string => {
    const set = Object.hasOwn(box.params, name) ? box.params[name] : definition.fields.find((field) => field.name === name)?.default;
    return typeof set === 'string' ? set : '';
  };
  return definition.fields.filter(({ name }) => {
    const condition = conditions.find(({ field }) => field === name);
    return condition === undefined || withProblem.has(name) || condition.when.is(valueNow(condition.when.param));
  });
}
