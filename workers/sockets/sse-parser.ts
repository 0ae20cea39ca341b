// Server-Sent Events from bytes that come cut anywhere, by the HTML standard's "Interpreting an event stream": lines end with
// \n, \r\n or \r; one byte order mark at the beginning is left out; an event without data is none but its id counts. Read by us and not by
// EventSource, because only then can the last event id be sent again after a reload.

export interface ServerEvent {
  /** Its type; "message" when the server names none. */
  readonly event: string;
  readonly data: string;
  /** The id this very event brought; null when it brought none. */
  readonly id: string | null;
}

/** An event that is longer is refused: nothing a server sends may fill the memory. */
export const MAX_EVENT_CHARS = 16 * 1024 * 1024;

export class TooLongEvent extends Error {}

export class SseParser {
  /** Of the newest event, or of an id that came without one; '' when the server took it back. */
  lastEventId = '';
  /** What the server asks to wait before a new connection. */
  retryMs: number | null = null;
  private readonly decoder = new TextDecoder();
  private rest = '';
  /** The piece before ended with \r: a \n that follows belongs to it. */
  private afterReturn = false;
  private data: string[] = [];
  private dataChars = 0;
  private event = '';
  private id: string | null = null;
  private pendingId: string | null = null;

  constructor(lastEventId: string) {
    this.lastEventId = lastEventId;
  }

  /** The events that end in these bytes. What is open at the end of a connection is no event. @throws TooLongEvent */
  push(bytes: Uint8Array): readonly ServerEvent[] {
    const events: ServerEvent[] = [];
    let text = this.decoder.decode(bytes, { stream: true });
    if (text === '') return events;
    if (this.afterReturn && text.startsWith('\n')) text = text.slice(1);
    this.afterReturn = text.endsWith('\r');
    this.rest += text;
    // A line that is not over is not looked at again and again.
    if (/[\r\n]/.test(text)) {
      const lines = this.rest.split(/\r\n|\r|\n/);
      this.rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') this.dispatch(events);
        else this.line(line);
      }
    }
    if (this.rest.length + this.dataChars > MAX_EVENT_CHARS) throw new TooLongEvent();
    return events;
  }

  private line(line: string): void {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const raw = colon < 0 ? '' : line.slice(colon + 1);
    const value = raw.startsWith(' ') ? raw.slice(1) : raw;
    if (field === 'data') {
      this.data.push(value);
      this.dataChars += value.length + 1;
    } else if (field === 'event') this.event = value;
    else if (field === 'id' && !value.includes('\0')) {
      this.id = value;
      this.pendingId = value;
    } else if (field === 'retry' && /^\d{1,9}$/.test(value)) this.retryMs = Number(value);
  }

  private dispatch(events: ServerEvent[]): void {
    if (this.pendingId !== null) this.lastEventId = this.pendingId;
    if (this.data.length > 0) events.push({ event: this.event === '' ? 'message' : this.event, data: this.data.join('\n'), id: this.id });
    this.data = [];
    this.dataChars = 0;
    this.event = '';
    this.id = null;
    this.pendingId = null;
  }
}
