// Rows as one line each, for the small pictures in the boxes of sinks.
import type { RowsPage } from '../../../protocol/engine-api.ts';
import { cellText } from './cell-text.ts';
import { shownZone } from './shown-zone.ts';

export function rowTexts({ schema, rows }: RowsPage, timeZone: string): readonly string[] {
  const zone = shownZone(timeZone);
  return rows.map((row) => schema.map((field, c) => cellText(row[c] ?? null, field.type, zone)).join(' · '));
}
