// What an empty canvas says: how to begin.
import { goHome } from '../app/route.ts';
import { CommandButton } from '../commands/CommandButton.tsx';
import { findOperatorCommand } from '../commands/edit/find-operator.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

export function CanvasEmpty({ editable }: { readonly editable: boolean }) {
  return (
    <div className="canvas-empty">
      <Icon name="op-split" />
      <b>{editable ? 'Drag an operator here' : 'This pipeline is empty'}</b>
      {editable && (
        <>
          <p>or press N to find one. A template shows a whole pipeline.</p>
          <span className="row-gap">
            <CommandButton command={findOperatorCommand} text={true} dense={true} />
            <Button kind="ghost" dense={true} onClick={goHome}>
              Templates
            </Button>
          </span>
        </>
      )}
    </div>
  );
}
