// URLs: parts of them, and texts in them. A URL is read by the rules of java.net.URI, which Spark asks.
import type { Column } from '../../columns/column.ts';
import type { Frame } from '../frame.ts';
import { compileRegex, matchesOf } from '../regex/regex.ts';
import { onlyTexts } from './argument-rules.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { UNSUPPORTED_PATTERN } from './regex-source.ts';
import { asText, buildText, textAt } from './text-bytes.ts';

function parseUrl(name: string, fails: boolean, help: string): FunctionDefinition {
  return {
    name,
    group: 'string',
    signatures: [`${name}(url STRING, part STRING) -> STRING`, `${name}(url STRING, part STRING, key STRING) -> STRING`],
    help,
    example: { text: `${name}('https://example.org/path?query=1#top', 'QUERY', 'query')`, expected: '1' },
    raises: true,
    refuseTerms: onlyTexts(name),
    kernel: { kind: 'strict', make: () => (args, frame) => parsed(args, frame, fails) },
  };
}

const PARTS = 'HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or USERINFO';

export const urlFunctions: readonly FunctionDefinition[] = [
  parseUrl(
    'parse_url',
    true,
    `A part of the URL: ${PARTS}; with QUERY also the value of one key of it. NULL when it has no such part. A text that is no URL fails.`,
  ),
  parseUrl('try_parse_url', false, `A part of the URL: ${PARTS}; NULL when it has no such part or is no URL.`),
  {
    name: 'url_encode',
    group: 'string',
    signatures: ['url_encode(text STRING) -> STRING'],
    help: 'The text as it stands in the query of a URL: letters, digits and .-*_ as they are, + for a space, %XX for any other byte.',
    example: { text: "url_encode('https://example.org a&b')", expected: 'https%3A%2F%2Fexample.org+a%26b' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([text], frame) => {
          const column = asText(text);
          return buildText(frame, (row) => encoded(textAt(column, row)));
        },
    },
  },
  urlDecode('url_decode', true, 'The text that url_encode gave. A % without two hexadecimal digits fails.'),
  urlDecode('try_url_decode', false, 'As url_decode, but NULL for a % without two hexadecimal digits.'),
];

function urlDecode(name: string, fails: boolean, help: string): FunctionDefinition {
  return {
    name,
    group: 'string',
    signatures: [`${name}(text STRING) -> STRING`],
    help,
    example: { text: `${name}('a%26b+c')`, expected: 'a&b c' },
    ...(fails ? { raises: true } : {}),
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([text], frame) => {
          const column = asText(text);
          return buildText(frame, (row) => {
            const value = decoded(textAt(column, row));
            if (value === null && fails) frame.fail(row, 'CANNOT_DECODE_URL', { reason: 'a % is not followed by two hexadecimal digits' });
            return value;
          });
        },
    },
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function encoded(text: string): string {
  return text.replace(/[^A-Za-z0-9.*_-]/gu, (letter) =>
    letter === ' ' ? '+' : [...encoder.encode(letter)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

function decoded(text: string): string | null {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return null;
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => decoder.decode(Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))));
}

interface Url {
  readonly scheme: string | null;
  readonly authority: string | null;
  readonly host: string | null;
  readonly userInfo: string | null;
  readonly path: string | null;
  readonly query: string | null;
  readonly fragment: string | null;
}

const form = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
// Letters beyond ASCII are taken as they are, but no white space or control character among them.
const legal = /^(?:[A-Za-z0-9_\-!.~'()*,;:$&+=?/[\]@#]|%[0-9a-fA-F]{2}|[^\0-\x7f\p{Z}\p{Cc}])*$/u;

/** The parts of the URL, or null when it is none. */
function readUrl(text: string): Url | null {
  const match = form.exec(text);
  if (match === null || !legal.test(text)) return null;
  const [, scheme = null, authority = null, path = '', query = null, fragment = null] = match;
  if (scheme !== null && authority === '' && path === '' && query === null) return null;
  if (authority?.startsWith('[') === true && !authority.includes(']')) return null;
  if (/[[\]]/.test(path) || (fragment ?? '').includes('#') || (scheme === null && /^[^/?#]*:/.test(text))) return null;
  if (scheme !== null && authority === null && !path.startsWith('/')) {
    // mailto:someone has neither host nor path.
    return path === '' ? null : { scheme, authority: null, host: null, userInfo: null, path: null, query: null, fragment };
  }
  const server = authority === null ? null : /^(?:([^@]*)@)?(\[[0-9A-Fa-f:.%]+\]|[^:@[\]]*)(?::(\d*))?$/.exec(authority);
  const host = server !== null && isHost(server[2] ?? '') ? (server[2] ?? null) : null;
  return {
    scheme,
    authority: authority === '' ? null : authority,
    host,
    userInfo: host === null ? null : (server?.[1] ?? null),
    path,
    query,
    fragment,
  };
}

/** Labels of letters, digits and hyphens, the last beginning with a letter; or an address. */
function isHost(text: string): boolean {
  if (/^\[.+\]$/.test(text) || /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text)) return true;
  return /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?$/.test(text);
}

function parsed([url, part, key]: readonly Column[], frame: Frame, fails: boolean): Column {
  const urls = asText(url);
  const parts = asText(part);
  return buildText(frame, (row) => {
    const wanted = textAt(parts, row);
    if (key !== undefined && wanted !== 'QUERY') return null;
    const read = readUrl(textAt(urls, row));
    if (read === null) {
      if (fails) frame.fail(row, 'INVALID_URL', { reason: 'the text is not a URL' });
      return null;
    }
    if (key === undefined) return partOf(read, wanted);
    return read.query === null ? null : valueOfKey(read.query, textAt(asText(key), row), row, frame);
  });
}

function partOf(url: Url, part: string): string | null {
  switch (part) {
    case 'HOST':
      return url.host;
    case 'PATH':
      return url.path;
    case 'QUERY':
      return url.query;
    case 'REF':
      return url.fragment;
    case 'PROTOCOL':
      return url.scheme;
    case 'FILE':
      return url.path === null ? null : url.query === null ? url.path : `${url.path}?${url.query}`;
    case 'AUTHORITY':
      return url.authority;
    case 'USERINFO':
      return url.userInfo;
    default:
      return null;
  }
}

/** The value of the first key=value of that key, which Spark takes as a part of a pattern. */
function valueOfKey(query: string, key: string, row: number, frame: Frame): string | null {
  if (/^[\w %-]*$/.test(key)) {
    for (const pair of query.split('&')) if (pair.startsWith(`${key}=`)) return pair.slice(key.length + 1);
    return null;
  }
  const compiled = compileRegex(`(&|^)${key}=([^&]*)`);
  if (!compiled.ok) {
    const unknown = compiled.refusal.kind !== 'invalid';
    frame.fail(row, unknown ? UNSUPPORTED_PATTERN : 'java.util.regex.PatternSyntaxException', { reason: compiled.refusal.reason });
    return null;
  }
  // A group that did not match is no text at all; ours are '' then.
  for (const match of matchesOf(compiled.regex, query))
    return match.groups[2] === '' && !match.groups[0]?.endsWith('=') ? null : (match.groups[2] ?? null);
  return null;
}
