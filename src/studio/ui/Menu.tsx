// A menu that hangs on a button: Radix does focus, arrows and type-ahead, the mock gives the look.
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';
import { Keys } from './Keys.tsx';

interface MenuProps {
  /** The button; takes the ref and handlers of the trigger. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
  readonly label: string;
}

export function Menu({ trigger, children, align = 'start', label }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild={true}>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu pop" align={align} sideOffset={5} collisionPadding={8} aria-label={label} loop={true}>
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
