// The names of time zones the browser knows, UTC first.
let names: readonly string[] | null = null;

export function timeZoneNames(): readonly string[] {
  names ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')];
  return names;
}
