// The parts of an open menu, on Radix, in the mock's look. Its own file, loaded when a menu is first wanted.
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';
import { Keys } from './Keys.tsx';

interface ContentProps {
  readonly label: string;
  readonly align: 'start' | 'end';
  /** Where its button is, in the window. */
  readonly anchor: DOMRect;
  readonly onClose: () => void;
  /** Gives the focus back. */
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

export function MenuContent({ label, align, anchor, onClose, onLeave, children }: ContentProps) {
  const { left, top, width, height } = anchor;
  return (
    <DropdownMenu.Root
      open={true}
      modal={false}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DropdownMenu.Trigger asChild={true}>
        <span className="menu-anchor" style={{ left, top, width, height }} aria-hidden="true" tabIndex={-1} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu pop"
          align={align}
          sideOffset={5}
          collisionPadding={8}
          aria-label={label}
          aria-labelledby={undefined}
          loop={true}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onLeave();
          }}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ItemProps {
  readonly icon?: IconName;
  readonly label: string;
  /** A second line: what it does, or why it cannot be done. */
  readonly hint?: string | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly onSelect: () => void;
}

export function MenuItem({ icon, label, hint, keys, disabled = false, danger = false, onSelect }: ItemProps) {
  return (
    <DropdownMenu.Item className={danger ? 'menu-item is-danger' : 'menu-item'} disabled={disabled} onSelect={onSelect}>
      {icon === undefined ? <span className="i" /> : <Icon name={icon} />}
      <span className="menu-txt">
        {label}
        {hint !== undefined && <small>{hint}</small>}
      </span>
      {keys !== undefined && <Keys keys={keys} />}
    </DropdownMenu.Item>
  );
}

interface ChoiceProps {
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly hint?: string }[];
  readonly onChange: (value: string) => void;
}

export function MenuChoice({ value, options, onChange }: ChoiceProps) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onChange}>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className="menu-item">
          <span className="i">
            <DropdownMenu.ItemIndicator>
              <Icon name="check" />
            </DropdownMenu.ItemIndicator>
          </span>
          <span className="menu-txt">
            {option.label}
            {option.hint !== undefined && <small>{option.hint}</small>}
          </span>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuRule() {
  return <DropdownMenu.Separator className="menu-rule" />;
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <DropdownMenu.Label className="menu-label">{children}</DropdownMenu.Label>;
}
