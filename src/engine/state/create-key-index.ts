import type { DataType } from '../../columns/data-type.ts';
import { CodedKeys } from './coded-keys.ts';
import { CompositeKeys, needsRuns } from './composite-keys.ts';
import type { KeyIndex } from './key-index.ts';
import { NumberKeys } from './number-keys.ts';
import { SingleGroup } from './single-group.ts';
import { StringKeys } from './string-keys.ts';

/** The index for keys of these types, in their order. */
export function createKeyIndex(types: readonly DataType[]): KeyIndex {
  const [first, ...rest] = types;
  if (first === undefined) return new SingleGroup();
  if (rest.length > 0) return new CompositeKeys(types);
  if (first.kind === 'STRING') return new StringKeys();
  if (needsRuns(first) || first.kind === 'BINARY') return new CompositeKeys(types);
  return new NumberKeys(first);
}

/** The same for keys that are never released, only cleared all at once: several columns by codes, which is several times as fast. */
export function createGroupIndex(types: readonly DataType[]): KeyIndex {
  if (types.length < 2) return createKeyIndex(types);
  return new CodedKeys(
    types,
    types.map((type) => createKeyIndex([type])),
  );
}
