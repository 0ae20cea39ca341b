import { describe, expect, test } from 'vitest';
import { StorageError } from '../../src/storage/store.ts';
import { classifyCallError, classifyOpenError } from '../../workers/indexeddb-store-errors.ts';

function error(name: string, message = ''): DOMException {
  return new DOMException(message, name);
}

describe('why open() failed', () => {
  test.each([
    ['SecurityError', 'The operation is insecure.', 'unavailable', false],
    ['InvalidStateError', 'A mutation operation was attempted on a database that did not allow mutations.', 'unavailable', false],
    ['NotSupportedError', '', 'unavailable', false],
    ['QuotaExceededError', '', 'full', false],
    ['UnknownError', 'Encountered full disk while opening backing store for indexedDB.open.', 'full', false],
    ['VersionError', 'The requested version (1) is less than the existing version (2).', 'newer', false],
    ['UnknownError', 'Internal error opening backing store for indexedDB.open.', 'unknown', true],
    ['AbortError', 'The transaction was aborted', 'unknown', true],
    ['DataError', '', 'unknown', false],
  ] as const)('%s "%s" is %s (again: %s)', (name, message, kind, retry) => {
    const failure = classifyOpenError(error(name, message));
    expect(failure.error.kind).toBe(kind);
    expect(failure.retry).toBe(retry);
    expect(failure.error.detail).toContain(name);
  });

  test('an error that is none is tried again and told as what it is', () => {
    expect(classifyOpenError(null)).toMatchObject({ error: { kind: 'unknown', detail: 'NoError: the browser gave no reason' }, retry: true });
    expect(classifyOpenError('odd')).toMatchObject({ error: { kind: 'unknown', detail: 'Error: odd' }, retry: false });
  });

  test('a QuotaExceededError of another class counts by its name', () => {
    expect(classifyOpenError({ name: 'QuotaExceededError', message: '' }).error.kind).toBe('full');
  });
});

describe('why a transaction failed', () => {
  test.each([
    ['QuotaExceededError', '', 'full', 'alive'],
    ['DataError', 'Failed to write blobs (IOError)', 'full', 'alive'],
    ['UnknownError', 'Connection is closing because of: database or disk is full', 'full', 'lost'],
    ['InvalidStateError', 'The database connection is closing.', 'closed', 'lost'],
    ['UnknownError', 'Connection to Indexed Database server lost. Refresh the page to try again', 'closed', 'lost'],
    ['AbortError', 'The connection was closed.', 'closed', 'lost'],
    ['UnknownError', 'Internal error.', 'unknown', 'suspect'],
    ['AbortError', '', 'unknown', 'suspect'],
    ['NotFoundError', 'A requested file or directory could not be found', 'unknown', 'suspect'],
    ['DataCloneError', '() => 0 could not be cloned.', 'unknown', 'alive'],
    ['DataError', 'The parameter is not a valid key.', 'unknown', 'alive'],
    ['TransactionInactiveError', 'The transaction is not active.', 'unknown', 'alive'],
  ] as const)('%s "%s" is %s, connection %s', (name, message, kind, connection) => {
    expect(classifyCallError([error(name, message)])).toMatchObject({ error: { kind }, connection });
  });

  test('what says more than "aborted" wins, wherever it stands', () => {
    expect(classifyCallError([error('AbortError'), error('QuotaExceededError')]).error.kind).toBe('full');
    expect(classifyCallError([error('QuotaExceededError'), error('AbortError')]).error.kind).toBe('full');
    expect(classifyCallError([null, error('QuotaExceededError')]).error.kind).toBe('full');
    expect(classifyCallError([null, null])).toMatchObject({ error: { kind: 'unknown' }, connection: 'suspect' });
  });

  test('a conflict of ours stays what it is', () => {
    const conflict = new StorageError('conflict', 'x');
    expect(classifyCallError([conflict, error('AbortError')])).toEqual({ error: conflict, connection: 'alive' });
  });
});
