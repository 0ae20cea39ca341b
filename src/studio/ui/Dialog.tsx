// A modal dialog over the page, on the browser's own <dialog>: it traps focus, makes the rest inert and closes on Escape.
// Whoever opened it gets the focus back (ui-store.ts).
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './Button.tsx';

interface Props {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly width?: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly className?: string;
}

export function Dialog({ title, subtitle, width = 520, onClose, children, footer, className }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    dialog.showModal();
    const primary = dialog.querySelector<HTMLElement>('footer .btn-primary:not(:disabled)');
    (primary ?? dialog).focus();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={className === undefined ? 'dialog' : `dialog ${className}`}
      tabIndex={-1}
      aria-labelledby={titleId}
      style={{ width }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <div>
          <h2 id={titleId}>{title}</h2>
          {subtitle !== undefined && <p>{subtitle}</p>}
        </div>
        <Button icon="close" kind="ghost" label="Close" onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <div className="dialog-body" tabIndex={0}>
        {children}
      </div>
      {footer !== undefined && <footer>{footer}</footer>}
    </dialog>
  );
}
