import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { closeOverlay } from './ui-store.ts';

interface Props {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly perform: () => void;
}

/** Asks before something that Undo cannot take back. */
export function Confirm({ title, text, action, perform }: Props) {
  return (
    <Dialog
      title={title}
      width={440}
      onClose={closeOverlay}
      footer={
        <>
          <span className="grow" />
          <Button kind="ghost" onClick={closeOverlay}>
            Cancel
          </Button>
          <Button
            kind="primary"
            onClick={() => {
              closeOverlay();
              perform();
            }}
          >
            {action}
          </Button>
        </>
      }
    >
      <p className="dialog-text">{text}</p>
    </Dialog>
  );
}
