// A file may be dropped anywhere on the page: the whole window says so while one is over it.
import { useEffect, useState } from 'react';
import { canvasControl } from '../canvas/canvas-control.ts';
import { rememberDropped } from '../files/large-files.ts';
import { openAnyFile } from '../files/open-any-file.ts';
import { canEdit } from '../store/document-store.ts';
import { Icon } from '../ui/Icon.tsx';

export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const onEnter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onOver = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent): void => {
      depth = 0;
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file === undefined) return;
      event.preventDefault();
      rememberDropped(file, event.dataTransfer?.items);
      const canvas = canvasControl();
      const point = [event.clientX, event.clientY] as const;
      const onCanvas = canvas !== null && canEdit() && canvas.covers(point);
      void openAnyFile(file, onCanvas ? { kind: 'canvas', at: canvas.toCanvas(point) } : { kind: 'pipeline' });
    };
    addEventListener('dragenter', onEnter);
    addEventListener('dragleave', onLeave);
    addEventListener('dragover', onOver);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragenter', onEnter);
      removeEventListener('dragleave', onLeave);
      removeEventListener('dragover', onOver);
      removeEventListener('drop', onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="drop-cover">
      <Icon name="drop" />
      <b>Drop the file to open it</b>
    </div>
  );
}
