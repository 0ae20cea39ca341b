// A note on the canvas: text in the document that no run looks at. A double click or Enter writes in it.
import { type Node, type NodeProps, NodeResizer } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import { changeNote } from '../../pipeline/edits.ts';
import { canEdit, edit } from '../store/document-store.ts';
import { isComposing } from '../ui/composing.ts';
import { canvasStore, useCanvas } from './canvas-store.ts';

export type NoteView = { readonly index: number; readonly text: string };
export type NoteNodeType = Node<NoteView, 'note'>;

const LEAST = { width: 96, height: 40 };

export const NoteNode = memo(function NoteNode({ data, selected }: NodeProps<NoteNodeType>) {
  const editing = useCanvas((state) => state.editingNote === data.index);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the selected note does the same
    <div
      className={selected ? 'note is-selected' : 'note'}
      onDoubleClick={(event) => {
        event.stopPropagation();
        if (canEdit()) canvasStore.setState({ editingNote: data.index });
      }}
    >
      <NodeResizer
        isVisible={selected && canEdit()}
        minWidth={LEAST.width}
        minHeight={LEAST.height}
        onResizeEnd={(_event, { x, y, width, height }) => edit((document) => changeNote(document, data.index, { at: [x, y], size: [width, height] }))}
      />
      {editing ? <NoteField index={data.index} text={data.text} /> : data.text || <span className="dim">Empty note</span>}
    </div>
  );
});

function NoteField({ index, text }: NoteView) {
  const field = useRef<HTMLTextAreaElement>(null);
  const cancelled = useRef(false);
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  return (
    <textarea
      ref={field}
      className="note-field nodrag nopan nowheel"
      aria-label="Note"
      defaultValue={text}
      maxLength={10_000}
      onBlur={(event) => {
        canvasStore.setState({ editingNote: null });
        const written = event.currentTarget.value;
        if (!cancelled.current && written !== text) edit((document) => changeNote(document, index, { text: written }));
      }}
      onKeyDown={(event) => {
        if (isComposing(event)) return;
        event.stopPropagation();
        if (event.key !== 'Escape' && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return;
        cancelled.current = event.key === 'Escape';
        event.currentTarget.blur();
      }}
    />
  );
}
