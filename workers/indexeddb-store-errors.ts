// What an error of IndexedDB means. By its name, since classes differ between browsers (and Chromium's QuotaExceededError is
// two at once); by words of the message only where one name stands for several things. Facts: the platform notes in
// the project's design ("only complete counts; classify by error name") and the public reports behind field cases d2, d3 and d4.
import { StorageError, type StorageErrorKind } from '../src/storage/store.ts';

export interface OpenFailure {
  readonly error: StorageError;
  /** A passing fault: the same call may work a moment later. */
  readonly retry: boolean;
}

/** Why `open()` failed. Null and odd values are possible: a request can fail without an error. */
export function classifyOpenError(error: unknown): OpenFailure {
  if (error instanceof StorageError) return { error, retry: false };
  const { name, message } = nameOf(error);
  const told = (kind: StorageErrorKind, retry = false): OpenFailure => ({ error: new StorageError(kind, say(name, message)), retry });
  if (name === 'QuotaExceededError' || saysFull(message)) return told('full');
  switch (name) {
    case 'SecurityError':
    case 'InvalidStateError':
    case 'NotSupportedError':
      return told('unavailable');
    case 'VersionError':
      return told('newer');
    // UnknownError is what Chromium and Safari say for passing faults of their own; AbortError, when such a fault met the upgrade.
    case 'UnknownError':
    case 'AbortError':
    case 'TimeoutError':
    case 'NoError':
      return told('unknown', true);
    default:
      return told('unknown');
  }
}

export interface CallFailure {
  readonly error: StorageError;
  /**
   * lost: this connection is of no more use. suspect: the same words come from a dead connection and from one bad record;
   * only trying the connection tells. alive: the failure says nothing about the connection.
   */
  readonly connection: 'lost' | 'suspect' | 'alive';
}

/** Why a transaction failed. The causes are the errors of its parts (request, `done`, `tx.error`), any of which may be missing. */
export function classifyCallError(causes: readonly unknown[]): CallFailure {
  for (const cause of causes) if (cause instanceof StorageError) return { error: cause, connection: 'alive' };
  const { name, message } = mostTelling(causes);
  const told = (kind: StorageErrorKind, connection: CallFailure['connection']): CallFailure => ({
    error: new StorageError(kind, say(name, message)),
    connection,
  });
  const closing = /clos(?:ed|ing)|connection|server lost/i.test(message);
  if (name === 'QuotaExceededError' || saysFull(message)) return told('full', closing ? 'lost' : 'alive');
  switch (name) {
    case 'InvalidStateError':
      return told('closed', 'lost');
    case 'UnknownError':
    case 'AbortError':
    case 'NoError':
      return closing ? told('closed', 'lost') : told('unknown', 'suspect');
    // A value that lies in a file of its own can be lost without the rest.
    case 'NotFoundError':
    case 'NotReadableError':
      return told('unknown', 'suspect');
    default:
      return told('unknown', 'alive');
  }
}

/** "AbortError" says only that something else went wrong; anything more is better. */
function mostTelling(causes: readonly unknown[]): ErrorName {
  const names = causes.filter((cause) => cause !== null && cause !== undefined).map(nameOf);
  return names.find(({ name }) => name !== 'AbortError') ?? names[0] ?? nameOf(null);
}

/** A full disk hides under DataError "Failed to write blobs" and UnknownError "... disk is full". */
function saysFull(message: string): boolean {
  return /failed to write blobs|disk (?:is )?full|full disk|no space|quota/i.test(message);
}

interface ErrorName {
  readonly name: string;
  readonly message: string;
}

function nameOf(error: unknown): ErrorName {
  if (typeof error === 'object' && error !== null && 'name' in error) {
    const message = 'message' in error ? String(error.message) : '';
    return { name: String(error.name), message };
  }
  return error === null || error === undefined
    ? { name: 'NoError', message: 'the browser gave no reason' }
    : { name: 'Error', message: String(error) };
}

function say(name: string, message: string): string {
  return message === '' ? name : `${name}: ${message}`;
}
