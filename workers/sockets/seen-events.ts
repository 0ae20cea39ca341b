// The events that were seen before a connection, by their ids: until the newest of them comes by, those are old. Only the last ids are
// remembered. Where they are whole numbers that grow, as most servers number their events, every lower number is old as well,
// however far back a server begins again.

const WHOLE_NUMBER = /^\d{1,15}$/;

export class SeenEvents {
  readonly newest: string | undefined;
  private readonly ids: ReadonlySet<string>;
  /** The newest id as a number; null when the ids do not grow as numbers. */
  private readonly highest: number | null;

  constructor(ids: readonly string[]) {
    this.ids = new Set(ids);
    this.newest = ids.at(-1);
    this.highest = doGrow(ids) ? Number(this.newest) : null;
  }

  isOld(id: string): boolean {
    return this.ids.has(id) || (this.highest !== null && WHOLE_NUMBER.test(id) && Number(id) < this.highest);
  }
}

function doGrow(ids: readonly string[]): boolean {
  return ids.length > 1 && ids.every((id, i) => WHOLE_NUMBER.test(id) && (i === 0 || Number(id) > Number(ids[i - 1])));
}
