// Draws the toasts: Sonner stacks, times and swipes them, and holds them while the pointer is over them; the mock gives the look.
import { useEffect } from 'react';
import { Toaster as SonnerToaster, toast as sonner } from 'sonner';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { useTheme } from './theme.ts';
import { dismissToast, TOAST_MS, type Toast, useToasts } from './toast.ts';

const shown = new Set<number>();

export function Toaster() {
  const toasts = useToasts();
  const theme = useTheme();
  useEffect(() => {
    for (const toast of toasts) {
      if (shown.has(toast.id)) continue;
      shown.add(toast.id);
      sonner.custom(() => <ToastCard toast={toast} />, {
        id: toast.id,
        duration: toast.status === 'failed' ? Number.POSITIVE_INFINITY : TOAST_MS,
        onDismiss: () => dismissToast(toast.id),
        onAutoClose: () => dismissToast(toast.id),
      });
    }
    for (const id of shown) {
      if (toasts.some((toast) => toast.id === id)) continue;
      shown.delete(id);
      sonner.dismiss(id);
    }
  }, [toasts]);
  return <SonnerToaster theme={theme} position="bottom-center" offset={36} gap={8} visibleToasts={4} expand={true} containerAriaLabel="Messages" />;
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { status, icon, title, text, actions = [] } = toast;
  return (
    <div className={`toast st-${status}`} role={status === 'failed' ? 'alert' : undefined}>
      <Icon name={icon} />
      <div>
        <b>{title}</b>
        {text !== undefined && <p>{text}</p>}
      </div>
      <span className="grow" />
      {actions.map(({ label, perform }) => (
        <Button
          key={label}
          kind="ghost"
          dense={true}
          link={true}
          onClick={() => {
            dismissToast(toast.id);
            perform();
          }}
        >
          {label}
        </Button>
      ))}
      <Button icon="close" kind="ghost" dense={true} label="Close" onClick={() => dismissToast(toast.id)} />
    </div>
  );
}
