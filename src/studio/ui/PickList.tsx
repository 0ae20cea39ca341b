// A list one types into: a field, entries that arrows go through and Enter takes. cmdk does the keys and roles; whoever uses
// it has already chosen and ordered the entries.
import { Command } from 'cmdk';
import { type ReactNode, useEffect, useRef } from 'react';
import { isComposing } from './composing.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

interface Props {
  /** Names the dialog. */
  readonly label: string;
  readonly placeholder: string;
  readonly icon?: IconName;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}

export function PickList({ label, placeholder, icon = 'search', query, onQuery, onClose, children, footer }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    element.showModal();
    // The browser would give the focus to the list around the field.
    element.querySelector('input')?.focus();
    return () => element.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it too
    <dialog
      ref={dialog}
      className="pick-dialog"
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <Command
        className="cmd"
        label={label}
        shouldFilter={false}
        loop={true}
        vimBindings={false}
        onKeyDown={(event) => {
          if (isComposing(event)) event.stopPropagation();
        }}
        onKeyDownCapture={(event) => {
          // cmdk takes every Enter; the one that chooses a word is the input method's.
          if (isComposing(event)) event.stopPropagation();
        }}
      >
        <div className="cmd-in">
          <Icon name={icon} />
          <Command.Input value={query} onValueChange={onQuery} placeholder={placeholder} />
          <kbd>Esc</kbd>
        </div>
        <Command.List className="cmd-list" label={label}>
          {children}
        </Command.List>
        {footer !== undefined && <div className="cmd-foot">{footer}</div>}
      </Command>
    </dialog>
  );
}

interface ItemProps {
  readonly value: string;
  readonly lead: ReactNode;
  readonly label: ReactNode;
  readonly note?: ReactNode;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

export function PickItem({ value, lead, label, note, disabled = false, onSelect }: ItemProps) {
  return (
    <Command.Item className="cmd-item" value={value} disabled={disabled} onSelect={onSelect}>
      {lead}
      <span className="cmd-label">{label}</span>
      {note}
    </Command.Item>
  );
}

export const PickGroup = Command.Group;
export const PickEmpty = Command.Empty;
