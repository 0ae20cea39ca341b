// The clock of one time zone: offsets from UTC at instants, and instants of clock readings, by Java's rules (java.time): a
// reading in a gap moves forward by the gap, one in an overlap takes the earlier offset. Offsets are whole seconds; local mean
// time before the first change keeps its seconds (New York -4:56:02). Transitions are looked up in the platform's Intl tables
// once for each stretch of about a year and kept, so rows cost no Intl call. Everything is in seconds since the epoch, which
// are exact wherever a timestamp is.

/** The offset at an instant, in seconds, as the platform knows it. */
type OffsetSource = (seconds: number) => number;

/** A stretch of instants [start, end) with one offset. The stretches of a zone follow one another; two neighbours may have the same offset. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
}

const DAY = 86_400;
/** About 388 days. */
const CHUNK = 2 ** 25;
/** Offsets are compared this often; no zone had two changes that cancel each other within that time (tried for all of them). */
const STEP = 4 * DAY;
/** Before 1830 every zone has its local mean time. */
const FIRST_CHANGE = -4_417_977_600;
/** From 2100 on the rules repeat with the calendar, every 400 years. */
const LAST_LISTED = 4_102_444_800;
const CYCLE = 146_097 * DAY;
/** Nothing is farther from UTC; a reading names no instant beyond. */
const WIDEST = 18 * 3_600;

export class ZoneRules {
  /** As it was asked for: "Europe/Berlin", "+02:00". */
  readonly id: string;
  /** Not null when the offset never changes. */
  readonly fixed: number | null;
  private readonly source: OffsetSource;
  private readonly chunks = new Map<number, readonly Stretch[]>();
  private last: Stretch;

  constructor(id: string, offset: number | OffsetSource) {
    this.id = id;
    this.fixed = typeof offset === 'number' ? offset : null;
    this.source = typeof offset === 'number' ? () => offset : offset;
    this.last =
      typeof offset === 'number'
        ? { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY, offset }
        : { start: Number.NEGATIVE_INFINITY, end: FIRST_CHANGE, offset: offset(FIRST_CHANGE - 1) };
  }

  /** The offset of the zone's clocks at an instant. */
  offsetAt(seconds: number): number {
    const { last } = this;
    return seconds >= last.start && seconds < last.end ? last.offset : this.stretchAt(seconds).offset;
  }

  /** What clocks of the zone show at an instant, as seconds since 1970-01-01 00:00 on them. */
  localAt(seconds: number): number {
    return seconds + this.offsetAt(seconds);
  }

  /** The instant at which clocks show `local`. In an overlap the earlier offset, or `preferred` when it is one of the two. */
  instantOf(local: number, preferred?: number): number {
    if (this.fixed !== null) return local - this.fixed;
    const { last } = this;
    const guess = local - last.offset;
    // Two days away from any change there is nothing to decide.
    if (guess >= last.start + 2 * DAY && guess < last.end - 2 * DAY) return guess;
    return this.searched(local, preferred).instant;
  }

  /** The first instant of a day (days since 1970-01-01): midnight, or the end of the gap midnight lies in. */
  startOfDay(days: number): number {
    const local = days * DAY;
    const { last } = this;
    const guess = local - last.offset;
    if (this.fixed !== null || (guess >= last.start + 2 * DAY && guess < last.end - 2 * DAY)) return guess;
    const found = this.searched(local, undefined);
    return found.gapEnd ?? found.instant;
  }

  private searched(local: number, preferred: number | undefined): { readonly instant: number; readonly gapEnd: number | null } {
    let first: number | null = null;
    let before = this.stretchAt(local - WIDEST);
    for (let stretch = before; stretch.start <= local + WIDEST; stretch = this.stretchAt(stretch.end)) {
      const instant = local - stretch.offset;
      if (instant >= stretch.start && instant < stretch.end) {
        if (preferred === undefined || preferred === stretch.offset) return { instant, gapEnd: null };
        first ??= instant;
      }
      if (first === null && stretch !== before && local - before.offset >= stretch.start && instant < stretch.start) {
        return { instant: local - before.offset, gapEnd: stretch.start };
      }
      before = stretch;
    }
    if (first === null) throw new Error(`No instant for ${local} in ${this.id}`);
    return { instant: first, gapEnd: null };
  }

  private stretchAt(seconds: number): Stretch {
    if (seconds >= this.last.start && seconds < this.last.end) return this.last;
    const stretch = this.fresh(seconds);
    this.last = stretch;
    return stretch;
  }

  private fresh(seconds: number): Stretch {
    if (this.fixed !== null) return this.last;
    if (seconds < FIRST_CHANGE) return { start: Number.NEGATIVE_INFINITY, end: FIRST_CHANGE, offset: this.source(FIRST_CHANGE - 1) };
    const cycles = seconds < LAST_LISTED ? 0 : Math.floor((seconds - LAST_LISTED) / CYCLE);
    const shift = cycles * CYCLE;
    const at = seconds - shift;
    const stretch = this.chunk(Math.floor(at / CHUNK)).find(({ end }) => at < end) as Stretch;
    // A chunk may reach into the next cycle or back before the listed time; each place is answered from its own side.
    const start = Math.max(stretch.start, cycles > 0 ? LAST_LISTED : FIRST_CHANGE);
    const end = Math.min(stretch.end, LAST_LISTED + CYCLE, at < LAST_LISTED ? LAST_LISTED : Number.POSITIVE_INFINITY);
    return { start: Math.max(start, at >= LAST_LISTED ? LAST_LISTED : start) + shift, end: end + shift, offset: stretch.offset };
  }

  private chunk(index: number): readonly Stretch[] {
    const known = this.chunks.get(index);
    if (known !== undefined) return known;
    const stretches: Stretch[] = [];
    const end = (index + 1) * CHUNK;
    let start = index * CHUNK;
    let offset = this.source(start);
    for (let at = start; at < end; ) {
      const next = Math.min(at + STEP, end);
      const after = this.source(next - (next === end ? 1 : 0));
      if (after !== offset) {
        const change = this.changeBetween(at, next, offset);
        stretches.push({ start, end: change, offset });
        start = change;
        offset = this.source(change);
        at = change;
      } else at = next;
    }
    stretches.push({ start, end, offset });
    this.chunks.set(index, stretches);
    return stretches;
  }

  /** The first second of (from, to] whose offset is not `offset`, which holds at `from`. */
  private changeBetween(from: number, to: number, offset: number): number {
    let low = from;
    let high = to;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.source(middle) === offset) low = middle;
      else high = middle;
    }
    return high;
  }
}
