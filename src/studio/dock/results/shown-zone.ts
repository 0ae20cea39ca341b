// The zone in whose clocks times are shown: the session zone of the pipeline, as the run has it; of the draft before the first run.
import { type DataType, formatType } from '../../../columns/data-type.ts';
import { UTC, zoneNamed } from '../../../sql/datetime/zone-names.ts';
import type { ZoneRules } from '../../../sql/datetime/zone-rules.ts';
import { holdsTime } from '../../../sql/zoned-values.ts';
import { useAppliedDocument } from '../../store/document-hooks.ts';
import { useDocument } from '../../store/document-store.ts';

export function useShownZone(): ZoneRules {
  const draft = useDocument((state) => state.document?.settings.timeZone ?? 'UTC');
  const applied = useAppliedDocument()?.settings.timeZone;
  return shownZone(applied ?? draft);
}

/** A name that is no zone is being typed: UTC until it is one. */
export function shownZone(name: string): ZoneRules {
  return zoneNamed(name) ?? UTC;
}

/** "TIMESTAMP", and behind a type with times the zone they are shown in: "TIMESTAMP Europe/Berlin". */
export function typeInZone(type: DataType, zone: ZoneRules): string {
  return holdsTime(type) ? `${formatType(type)} ${zone.id}` : formatType(type);
}
