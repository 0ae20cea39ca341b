import { describeProblem } from '../../../problem/problem.ts';
import { engine } from '../../store/engine-link.ts';
import { showDockTab } from '../../store/view-store.ts';
import { showToast } from '../../ui/toast.ts';
import type { Command, CommandContext } from '../command.ts';
import { whenOwner } from '../command-context.ts';
import { withPipeline } from '../with-pipeline.ts';

export const runCommand: Command = {
  id: 'run.run',
  section: 'Run',
  label: 'Run',
  icon: 'play',
  shortcuts: [{ key: 'Enter', mod: true }],
  scope: 'everywhere',
  enabledWhen: (context) => {
    const owner = whenOwner(context);
    if (owner !== true) return owner;
    const state = context.status?.state;
    return state === 'running' || state === 'starting' || state === 'recovering' ? 'It is running.' : true;
  },
  // A pipeline with errors does not run and says why, rather than having a dead button.
  perform: (context) => (explainErrors(context) ? undefined : start(context)),
};

const start = withPipeline((pipelineId) => engine.run(pipelineId));

/** Says why it cannot run and opens the list of problems. false: nothing stands in the way. */
export function explainErrors({ document, status }: CommandContext): boolean {
  // What a run uses was checked when it was applied; the draft's errors do not stop a paused run from going on.
  if (status?.state === 'paused') return false;
  const [first, ...others] = document.check.problems.filter((problem) => problem.severity === 'error');
  if (first === undefined) return false;
  const { what, next } = describeProblem(first);
  const more = others.length === 0 ? '' : ` And ${others.length} more.`;
  showToast({ status: 'failed', icon: 'st-failed', title: 'It does not run yet', text: `${what} ${next}${more}` });
  showDockTab('problems');
  return true;
}
