// How often a batch is cut, from 100 ms to a minute. Any other value is set in the pipeline's settings.
import { setSettings } from '../../pipeline/edits.ts';
import { useEditable } from '../store/document-hooks.ts';
import { edit, useDocument } from '../store/document-store.ts';
import { durationMs, durationText } from '../text/duration-text.ts';
import { formatDuration } from '../text/numbers.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu, MenuChoice, MenuLabel } from '../ui/Menu.tsx';

const CHOICES_MS = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

export function IntervalPicker() {
  const text = useDocument((state) => state.document?.settings.batchInterval ?? '');
  const editable = useEditable();
  const ms = durationMs(text);
  const shown = ms === null ? text : formatDuration(ms);
  const options = CHOICES_MS.map((choice) => ({ value: String(choice), label: formatDuration(choice) }));
  return (
    <Menu
      label="Batch interval"
      trigger={
        <button type="button" className="pick" title="Batch interval" aria-label={`Batch interval, every ${shown}`} disabled={!editable}>
          <span className="dim">Every</span> {shown}
          <Icon name="chev-d" />
        </button>
      }
    >
      <MenuLabel>A batch is cut every</MenuLabel>
      <MenuChoice
        value={String(ms)}
        options={options}
        onChange={(value) => edit((document) => setSettings(document, { batchInterval: durationText(Number(value)) }))}
      />
    </Menu>
  );
}
