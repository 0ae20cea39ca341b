// A file source's settings as the wishes of another look at its file.
import { framingOf, recordFormatOf } from '../../formats/file-format.ts';
import type { FileReference } from '../../formats/record-format.ts';
import type { SniffWishes } from '../../formats/sniffed.ts';
import { fileFormatParam, fileOf, parsedColumnsOf } from '../../operators/file-params.ts';
import { numberOf, textOf } from '../../operators/param-values.ts';
import type { FileUse } from '../../operators/pipeline-of-file.ts';
import type { Json } from '../../problem/json.ts';

type Params = { readonly [name: string]: Json };

export interface KeptSource {
  readonly file: FileReference;
  readonly wishes: SniffWishes;
  readonly choice: Partial<FileUse>;
}

/** What another look at the file of a source begins with; null while it has no file. */
export function keptSource(params: Params, timeZone: string): KeptSource | null {
  const file = fileOf(params);
  if (file === null) return null;
  const format = fileFormatParam(params);
  const columns = parsedColumnsOf(params, '');
  const policy = textOf(params, 'onError');
  const time = textOf(params, 'timeColumn');
  return {
    file,
    wishes: {
      timeZone,
      ...(format === null ? {} : { framing: framingOf(format), format: recordFormatOf(format) }),
      ...(columns.ok && columns.value.length > 0 ? { columns: columns.value } : {}),
    },
    choice: {
      timeColumn: time === '' ? null : time,
      pace:
        textOf(params, 'pace') === 'time'
          ? { kind: 'time', speed: numberOf(params, 'speed') || 60 }
          : { kind: 'rate', rowsPerSecond: numberOf(params, 'rowsPerSecond') || 1_000 },
      ...(policy === 'drop' || policy === 'stop' || policy === 'errors' || policy === 'null' ? { onBadRow: policy } : {}),
    },
  };
}
