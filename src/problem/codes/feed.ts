import { define } from '../define.ts';

/** Problems of live sources: their addresses, and what they may contact. */
export const feedProblems = {
  'feed/bad-url': define<{ label: string; got: string; schemes: string }>(
    'error',
    (p) => `The address of "${p.label}" must begin with ${p.schemes} and name a host, but is "${p.got}".`,
    (p) => `Write it in full: ${p.schemes.split(' ')[0] ?? ''}example.org/stream.`,
  ),
  'feed/secret-in-url': define<{ label: string }>(
    'error',
    (p) => `The address of "${p.label}" holds a user name or password. It would be stored in the pipeline and leave with every copy of it.`,
    () => 'Take the part before the @ out of the address. Sources that need a password cannot be read by a web page safely.',
  ),
  'feed/insecure': define<{ label: string; host: string }>(
    'error',
    (p) => `"${p.label}" would send in the clear to ${p.host}. Browsers let this page speak http:// and ws:// to this machine only.`,
    () => 'Use https:// or wss://, or a server on this machine (localhost).',
  ),
  'feed/no-columns': define<{ label: string; format: string }>(
    'error',
    (p) => `"${p.label}" reads ${p.format} and needs to know its columns.`,
    () => 'Add each with its name and type, such as city as STRING. Or read it as text.',
  ),
  'feed/bad-wait': define<{ label: string; got: string }>(
    'error',
    (p) => `"${p.label}" must wait from 1 second to 1 day between two questions, but would wait ${p.got}.`,
    () => 'Use 10 seconds, or what the server allows.',
  ),
  'feed/bad-host': define<{ got: string }>(
    'error',
    (p) => `"${p.got}" is not the name of a host.`,
    () => 'Give a name with an optional port, as in example.org or localhost:8080.',
  ),
};
