// What the run waits for, under the top bar: one need in words with what can be done about it, and how many more there are. The
// same stands on the operator's box and in its inspector.
import { canvasControl } from '../canvas/canvas-control.ts';
import { NeedActions } from '../files/NeedActions.tsx';
import { needWords } from '../files/need-words.ts';
import { selectOperator } from '../store/document-store.ts';
import { useLive } from '../store/live-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

const NO_NEEDS: readonly never[] = [];

export function NeedsStrip() {
  const needs = useLive(({ status }) => (status?.role === 'owner' ? status.needs : NO_NEEDS));
  const [need, ...more] = needs;
  if (need === undefined) return null;
  const { what, next } = needWords(need);
  return (
    <section className="strip is-need st-waiting" aria-label="The run waits" data-region="strip">
      <span className="strip-ic">
        <Icon name={need.kind === 'consent' ? 'lock' : 'file'} />
      </span>
      <p title={`${what} ${next}`}>
        <b>{what}</b> {next}
        {more.length > 0 && ` And ${more.length} more.`}
      </p>
      <span className="grow" />
      <Button
        kind="ghost"
        dense={true}
        link={true}
        onClick={() => {
          selectOperator(need.operatorId);
          canvasControl()?.reveal(need.operatorId, { frame: true });
        }}
      >
        Show it
      </Button>
      <NeedActions need={need} />
    </section>
  );
}
