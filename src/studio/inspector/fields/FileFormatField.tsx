// How a file is taken apart, in words; the preview is where it is changed, because there one sees what comes of it.

import type { FileFormat } from '../../../formats/file-format.ts';
import { fileFormatParam } from '../../../operators/file-params.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from './Field.tsx';
import { lookAtFileOf } from './FileField.tsx';
import type { FieldOf, FieldProps } from './field-props.ts';

export function FileFormatField({ operatorId, field, value, problems, editable }: FieldProps<FieldOf<'file-format'>>) {
  const format = value === undefined ? null : fileFormatParam({ format: value });
  return (
    <Field label={field.label} help={format === null ? field.help : ''} problems={problems}>
      {(ids) => (
        <div className="file-box is-words">
          <span className="file-name">{format === null ? <span className="dim">Known with the file</span> : formatWords(format)}</span>
          {editable && format !== null && (
            <Button id={ids.id} dense={true} aria-label="Preview and change…" onClick={() => lookAtFileOf(operatorId)}>
              Preview and change…
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}

const DELIMITER_WORDS: ReadonlyMap<string, string> = new Map([
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
  [' ', 'spaces'],
]);

/** "CSV with commas, names in the first line, UTF-8". */
export function formatWords(format: FileFormat): string {
  const encoding = format.encoding === 'utf-8' ? '' : `, ${format.encoding.toUpperCase()}`;
  switch (format.kind) {
    case 'csv': {
      const delimiter = DELIMITER_WORDS.get(format.delimiter) ?? `“${format.delimiter}”`;
      return `CSV with ${delimiter}${format.skip > 0 ? ', names in the first line' : ''}${encoding}`;
    }
    case 'json':
      return `JSON, ${format.records === 'lines' ? 'an object a line' : 'one value after another'}${encoding}`;
    case 'log':
      return `Log lines, ${format.pattern.length > 24 ? 'a pattern of its own' : format.pattern}${encoding}`;
    case 'text':
      return `Text, a row a line${encoding}`;
  }
}
