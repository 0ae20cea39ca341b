// What a run waits for, in words: a file that is not here, or the permission to contact a host. Pure.
import type { RunNeed } from '../../protocol/data-api.ts';
import { formatBytes } from '../text/numbers.ts';

export interface NeedWords {
  /** For the box: at most two short lines. */
  readonly short: string;
  readonly what: string;
  /** What it means, and what to do. */
  readonly next: string;
}

export function needWords(need: RunNeed): NeedWords {
  if (need.kind === 'consent') {
    return {
      short: `Asks to contact ${need.host}`,
      what: `This pipeline asks to contact ${need.host}.`,
      next: 'Nothing has been sent. If you allow it, this browser contacts that host whenever the pipeline runs, until you take it back under Files and hosts.',
    };
  }
  const { name, bytes } = need.file;
  switch (need.why) {
    case 'absent':
      return {
        short: `${name} is not here`,
        what: `${name} (${formatBytes(bytes)}) is not in this browser.`,
        next: 'Choose it, or drop it on the page. It is taken when its bytes are the same; the run waits and nothing is lost.',
      };
    case 'changed':
      return {
        short: `${name} was changed`,
        what: `${name} was changed since the run began.`,
        next: 'Choose the file as it was, so that rows already read stay right, or start over with the new one.',
      };
    case 'permission':
      return {
        short: `${name} needs your permission`,
        what: `The browser asks again before ${name} is read.`,
        next: 'One click gives access again; the run goes on at the same row.',
      };
  }
}
