// A menu that hangs on a button. Radix does its focus, arrows and type-ahead (menu-parts.tsx), and is loaded when the pointer or
// the focus first comes near one; the button itself is here from the start.
import { cloneElement, lazy, type ReactElement, type ReactNode, type Ref, Suspense, useRef, useState } from 'react';

interface TriggerProps {
  readonly ref?: Ref<HTMLButtonElement>;
  readonly onClick?: () => void;
  readonly onPointerDown?: () => void;
  readonly onPointerEnter?: () => void;
  readonly onFocus?: () => void;
  readonly onKeyDown?: (event: React.KeyboardEvent) => void;
  readonly 'aria-haspopup'?: 'menu';
  readonly 'aria-expanded'?: boolean;
}

interface MenuProps {
  /** The button; it is given what opens the menu. */
  readonly trigger: ReactElement<TriggerProps>;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
  readonly label: string;
}

const loadParts = () => import('./menu-parts.tsx');

const Content = lazy(() => loadParts().then((parts) => ({ default: parts.MenuContent })));
export const MenuItem = lazy(() => loadParts().then((parts) => ({ default: parts.MenuItem })));
export const MenuChoice = lazy(() => loadParts().then((parts) => ({ default: parts.MenuChoice })));
export const MenuRule = lazy(() => loadParts().then((parts) => ({ default: parts.MenuRule })));
export const MenuLabel = lazy(() => loadParts().then((parts) => ({ default: parts.MenuLabel })));

export function Menu({ trigger, children, align = 'start', label }: MenuProps) {
  const [anchor, setAnchor] = useState<DOMRect | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const open = (): void => setAnchor(button.current?.getBoundingClientRect() ?? null);
  return (
    <>
      {cloneElement(trigger, {
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': anchor !== null,
        onPointerEnter: () => void loadParts(),
        onFocus: () => void loadParts(),
        // A press outside closes an open menu, and the press on its button is outside: the click must not open it again.
        onPointerDown: () => {
          wasOpen.current = anchor !== null;
        },
        onClick: () => {
          if (!wasOpen.current) open();
          wasOpen.current = false;
        },
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          event.stopPropagation();
          open();
        },
      })}
      {anchor !== null && (
        <Suspense fallback={null}>
          <Content
            label={label}
            align={align}
            anchor={anchor}
            onClose={() => setAnchor(null)}
            onLeave={() => {
              // What was chosen may have put the focus somewhere already.
              if (document.activeElement === null || document.activeElement === document.body) button.current?.focus({ preventScroll: true });
            }}
          >
            {children}
          </Content>
        </Suspense>
      )}
    </>
  );
}
