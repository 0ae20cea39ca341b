// The name on a box, and the field it turns into (F2, or a double click on it).
import { useEffect, useRef } from 'react';
import type { OperatorId } from '../../pipeline/document.ts';
import { renameOperator } from '../../pipeline/edits.ts';
import { canEdit, edit } from '../store/document-store.ts';
import { isComposing } from '../ui/composing.ts';
import { canvasControl } from './canvas-control.ts';
import { canvasStore, useCanvas } from './canvas-store.ts';

interface Props {
  readonly id: OperatorId;
  readonly title: string;
}

export function NodeName({ id, title }: Props) {
  const renaming = useCanvas((state) => state.renaming === id);
  if (renaming) return <NameField id={id} title={title} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same from the keyboard
    <b
      className="node-name"
      title={title}
      onDoubleClick={(event) => {
        event.stopPropagation();
        if (canEdit()) canvasStore.setState({ renaming: id });
      }}
    >
      {title}
    </b>
  );
}

function NameField({ id, title }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const close = (save: boolean): void => {
    if (done.current) return;
    done.current = true;
    const name = field.current?.value ?? title;
    canvasStore.setState({ renaming: null });
    if (save && name.trim() !== title) edit((document) => renameOperator(document, id, name));
    canvasControl()?.reveal(id, { focus: true });
  };
  return (
    <input
      ref={field}
      className="node-name-field nodrag nopan"
      aria-label={`Name of ${title}`}
      defaultValue={title}
      maxLength={200}
      onBlur={() => close(true)}
      onKeyDown={(event) => {
        if (isComposing(event)) return;
        event.stopPropagation();
        if (event.key === 'Enter') close(true);
        if (event.key === 'Escape') close(false);
      }}
    />
  );
}
