// Runs a command's call to the engine: shows its Problem, and says so when the engine died in the middle.
import type { Result } from '../../problem/problem.ts';
import type { PipelineId } from '../../protocol/engine-api.ts';
import { saveNow } from '../store/document-store.ts';
import { EngineGoneError } from '../store/engine-link.ts';
import { showProblems, showToast } from '../ui/toast.ts';
import type { CommandContext } from './command.ts';

export function withPipeline(call: (pipelineId: PipelineId, context: CommandContext) => Promise<Result<unknown>>): (context: CommandContext) => void {
  return (context) => {
    const { pipelineId } = context.document;
    if (pipelineId === null) return;
    // The engine reads the stored draft, so what is on screen must be stored first.
    void saveNow()
      .then(() => call(pipelineId, context))
      .then((answer) => {
        if (!answer.ok) showProblems(answer.problems);
      })
      .catch(showBug);
  };
}

export function showBug(error: unknown): void {
  if (error instanceof EngineGoneError) {
    showToast({ status: 'waiting', icon: 'st-waiting', title: error.message, text: 'It comes back from its last commit; then try again.' });
    return;
  }
  showToast({ status: 'failed', icon: 'bug', title: 'This did not work', text: error instanceof Error ? error.message : String(error) });
}
