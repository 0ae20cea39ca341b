const UNITS = [
  { ms: 86_400_000, sign: 'd' },
  { ms: 3_600_000, sign: 'h' },
  { ms: 60_000, sign: 'min' },
  { ms: 1000, sign: 's' },
] as const;

/** A duration as people write it, exact: "30 s", "1.5 s", "5 min", "250 ms". */
export function formatDuration(ms: number): string {
  const unit = UNITS.find((u) => ms >= u.ms && ms % u.ms === 0) ?? UNITS[3];
  return ms !== 0 && Math.abs(ms) < 1000 ? `${ms} ms` : `${ms / unit.ms} ${unit.sign}`;
}
