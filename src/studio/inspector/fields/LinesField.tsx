// A text of many lines, such as the rows of a small table: typed, pasted, or taken from a file.
import { settleTyping } from '../../store/document-store.ts';
import { countOf } from '../../text/numbers.ts';
import { Button } from '../../ui/Button.tsx';
import { pickFile } from '../../ui/pick-file.ts';
import { showToast } from '../../ui/toast.ts';
import { Field } from './Field.tsx';
import { type FieldOf, type FieldProps, textValue, writeChoice, writeTyping } from './field-props.ts';

/** The most a document holds of such a text. */
const MOST_LETTERS = 1_000_000;
const MOST_SHOWN = 12;

export function LinesField(props: FieldProps<FieldOf<'lines'>>) {
  const { field, problems, editable } = props;
  const value = textValue(props);
  const lines = value === '' ? 0 : value.replace(/\n$/, '').split('\n').length;
  const take = (file: File): void => {
    void file.text().then((text) => {
      if (text.length <= MOST_LETTERS) {
        writeChoice(props, text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
        return;
      }
      showToast({
        status: 'failed',
        icon: 'st-failed',
        title: `“${file.name}” is too large for a setting`,
        text: `It has ${text.length.toLocaleString('en-US')} letters; at most ${MOST_LETTERS.toLocaleString('en-US')} fit into a pipeline. Use it as a file source instead.`,
      });
    });
  };
  return (
    <Field label={field.label} help={field.help} problems={problems}>
      {(ids) => (
        <>
          <textarea
            {...ids}
            className={`input mono is-area is-lines${problems.length > 0 ? ' is-error' : ''}`}
            value={value}
            rows={Math.max(4, Math.min(MOST_SHOWN, lines + 1))}
            placeholder={field.placeholder}
            readOnly={!editable}
            spellCheck={false}
            wrap="off"
            onChange={(event) => writeTyping(props, event.target.value)}
            onBlur={settleTyping}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              const [file] = event.dataTransfer.files;
              if (file === undefined || !editable) return;
              event.preventDefault();
              event.stopPropagation();
              take(file);
            }}
          />
          <div className="lines-foot">
            <span className="dim">{countOf(lines, 'line')}</span>
            {editable && (
              <Button icon="file" kind="ghost" dense={true} link={true} onClick={() => pickFile(`Take ${field.label} from a file`, take)}>
                Take from a file…
              </Button>
            )}
          </div>
        </>
      )}
    </Field>
  );
}
