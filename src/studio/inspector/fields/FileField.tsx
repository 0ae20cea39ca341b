// The file of a source: its name, size and hash; another one can be chosen, and the kept one looked at again with all of its preview.

import { fileOf } from '../../../operators/file-params.ts';
import { keptSource } from '../../files/kept-source.ts';
import { openAsData } from '../../files/open-any-file.ts';
import { documentStore } from '../../store/document-store.ts';
import { formatBytes } from '../../text/numbers.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { pickFile } from '../../ui/pick-file.ts';
import { openOverlay } from '../../ui/ui-store.ts';
import { Field } from './Field.tsx';
import type { FieldOf, FieldProps } from './field-props.ts';

export function FileField({ operatorId, field, value, problems, editable }: FieldProps<FieldOf<'file'>>) {
  const file = value === undefined ? null : fileOf({ file: value });
  return (
    <Field label={field.label} help={file === null ? field.help : ''} problems={problems}>
      {(ids) => (
        <div className={problems.length > 0 ? 'file-box is-error' : 'file-box'}>
          <Icon name="file" />
          <span className="file-name">
            {file === null ? (
              <span className="dim">No file yet</span>
            ) : (
              <>
                <b title={file.name}>{file.name}</b>
                <small title={`SHA-256 ${file.sha256}`}>
                  {formatBytes(file.bytes)}, {file.sha256.slice(0, 8)}
                </small>
              </>
            )}
          </span>
          {editable && (
            <Button
              id={ids.id}
              dense={true}
              aria-label={file === null ? 'Choose a file…' : 'Choose another file…'}
              aria-describedby={ids['aria-describedby']}
              onClick={() => chooseFor(operatorId)}
            >
              {file === null ? 'Choose…' : 'Another…'}
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}

function chooseFor(operatorId: string): void {
  pickFile('Choose the file of this source', (file) => openAsData(file, { kind: 'operator', operatorId }));
}

/** Opens the preview of the file a source has, with what it is read as. */
export function lookAtFileOf(operatorId: string): void {
  const { document } = documentStore.getState();
  const box = document?.operators[operatorId];
  const kept = box === undefined || document === null ? null : keptSource(box.params, document.settings.timeZone);
  if (kept === null) return;
  openOverlay({
    kind: 'import-data',
    source: { kind: 'kept', file: kept.file, wishes: kept.wishes, choice: kept.choice },
    target: { kind: 'operator', operatorId },
  });
}
