// The settings of a document as a plan needs them.
import type { Settings } from '../pipeline/document.ts';
import { formatDuration } from '../plan/format-duration.ts';
import type { PlanSettings } from '../plan/node-request.ts';
import { type Problem, problem } from '../problem/problem.ts';
import { zoneNamed } from '../sql/datetime/zone-names.ts';
import { parseInterval } from '../sql/interval.ts';

export const MIN_BATCH_INTERVAL_MS = 100;
export const MAX_BATCH_INTERVAL_MS = 60_000;

/** Where a setting does not hold, one that does stands in, so that the rest can be checked. */
export function checkSettings(settings: Settings): { readonly settings: PlanSettings; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const batchIntervalMs = batchInterval(settings, problems) ?? 1000;
  const checkpoints = !isOff(settings.checkpointInterval);
  if (checkpoints) checkpointInterval(settings, batchIntervalMs, problems);
  else problems.push(problem('settings/checkpoints-off', { param: 'checkpointInterval' }, { batchesADay: 86_400_000 / batchIntervalMs }));
  const isZone = zoneNamed(settings.timeZone) !== null;
  if (!isZone) problems.push(problem('settings/time-zone', { param: 'timeZone' }, { got: settings.timeZone }));
  return { settings: { batchIntervalMs, timeZone: isZone ? settings.timeZone : 'UTC', checkpoints }, problems };
}

/** Whether the text of a checkpoint interval says that none are taken. */
export function isOff(checkpointInterval: string | undefined): boolean {
  return checkpointInterval?.trim().toLowerCase() === 'off';
}

function batchInterval({ batchInterval: text }: Settings, problems: Problem[]): number | null {
  const ms = milliseconds(text, 'batchInterval', problems);
  if (ms === null || (ms >= MIN_BATCH_INTERVAL_MS && ms <= MAX_BATCH_INTERVAL_MS && Number.isInteger(ms))) return ms;
  const params = { got: formatDuration(ms), least: formatDuration(MIN_BATCH_INTERVAL_MS), most: formatDuration(MAX_BATCH_INTERVAL_MS) };
  problems.push(problem('settings/batch-interval', { param: 'batchInterval' }, params));
  return null;
}

function checkpointInterval({ checkpointInterval: text }: Settings, batchIntervalMs: number, problems: Problem[]): void {
  if (text === undefined) return;
  const ms = milliseconds(text, 'checkpointInterval', problems);
  if (ms === null || (ms > 0 && ms % batchIntervalMs === 0)) return;
  const params = { got: formatDuration(ms), batch: formatDuration(batchIntervalMs) };
  problems.push(problem('settings/checkpoint-interval', { param: 'checkpointInterval' }, params));
}

function milliseconds(text: string, param: string, problems: Problem[]): number | null {
  const parsed = parseInterval(text);
  if (parsed.ok) return parsed.value.micros / 1000;
  problems.push(...parsed.problems.map((p): Problem => ({ ...p, where: { ...p.where, param } })));
  return null;
}
