// The pipeline's name with its menu; renaming turns it into a field.
import { useEffect, useRef } from 'react';
import { renameDocument } from '../../pipeline/edits.ts';
import { CommandMenuItem } from '../commands/CommandMenuItem.tsx';
import { deletePipelineCommand } from '../commands/pipeline/delete-pipeline.ts';
import { duplicatePipelineCommand } from '../commands/pipeline/duplicate-pipeline.ts';
import { goHomeCommand } from '../commands/pipeline/go-home.ts';
import { newPipelineCommand } from '../commands/pipeline/new-pipeline.ts';
import { openFileCommand } from '../commands/pipeline/open-file.ts';
import { renamePipelineCommand } from '../commands/pipeline/rename-pipeline.ts';
import { saveAsFileCommand } from '../commands/pipeline/save-as-file.ts';
import { edit, useDocument } from '../store/document-store.ts';
import { isComposing } from '../ui/composing.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu, MenuRule } from '../ui/Menu.tsx';
import { stopRenaming, useRenaming } from './project-name.ts';

export function ProjectName() {
  const name = useDocument((state) => state.document?.name ?? '');
  const renaming = useRenaming();
  if (renaming) return <NameField name={name} />;
  return (
    <Menu
      label="Pipeline"
      trigger={
        <button type="button" className="project" title={name}>
          <span className="project-name">{name === '' ? 'Pipeline without a name' : name}</span>
          <Icon name="chev-d" />
        </button>
      }
    >
      <CommandMenuItem command={renamePipelineCommand} />
      <CommandMenuItem command={duplicatePipelineCommand} hint="The drawing only, without its state" />
      <CommandMenuItem command={saveAsFileCommand} />
      <MenuRule />
      <CommandMenuItem command={newPipelineCommand} />
      <CommandMenuItem command={openFileCommand} />
      <CommandMenuItem command={goHomeCommand} />
      <MenuRule />
      <CommandMenuItem command={deletePipelineCommand} danger={true} />
    </Menu>
  );
}

function NameField({ name }: { readonly name: string }) {
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    // The menu that asked for it gives the focus back to its button first.
    const frame = requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.select();
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  const close = (save: boolean): void => {
    if (done.current) return;
    done.current = true;
    const written = field.current?.value.trim() ?? '';
    if (save && written !== '') edit((document) => renameDocument(document, written));
    stopRenaming();
  };
  return (
    <input
      ref={field}
      className="project-field"
      aria-label="Name of this pipeline"
      defaultValue={name}
      maxLength={200}
      onBlur={() => {
        if (document.activeElement !== field.current) close(true);
      }}
      onKeyDown={(event) => {
        if (isComposing(event)) return;
        if (event.key === 'Enter') close(true);
        if (event.key === 'Escape') close(false);
      }}
    />
  );
}
