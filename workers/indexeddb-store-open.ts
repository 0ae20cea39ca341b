// Opening the database. One open request a database at a time; a request that stays without an answer is told of within three seconds
// and goes on by itself when the way is free; passing faults are tried again three times. Never pends for ever: after `giveUpMs` the
// caller gets "blocked", and the request that is still out there is handed to the next caller, or its connection is closed unused.
import { openDB } from 'idb';
import { StorageError } from '../src/storage/store.ts';
import { classifyOpenError } from './indexeddb-store-errors.ts';
import { type MillraceDatabase, type MillraceSchema, makeObjectStores } from './indexeddb-store-schema.ts';
import { pause, type Timers } from './timers.ts';

/** old-version: another connection was asked to make way for a newer layout and did not. no-answer: the browser says nothing at all. */
export type BlockedCause = 'old-version' | 'no-answer';

export interface OpenDatabaseOptions {
  readonly name: string;
  readonly schemaVersion: number;
  readonly timers: Timers;
  readonly giveUpMs: number;
  readonly onBlocked: (cause: BlockedCause) => void;
}

/** What happened to a connection before its owner listened is kept for it. */
export interface ConnectionEvents {
  superseded: { readonly newVersion: number | null } | null;
  terminated: boolean;
  changed: () => void;
}

/** `oldVersion` 0: there was no database. `dataLoss`: Chromium's own word on why. */
export interface UpgradeFacts {
  readonly oldVersion: number;
  readonly dataLoss: string | null;
  readonly dataLossMessage: string | null;
}

export interface OpenedDatabase {
  readonly db: MillraceDatabase;
  readonly events: ConnectionEvents;
  readonly upgrade: UpgradeFacts | null;
}

/** A peer that obeys may need this long to finish its transaction after the browser called it blocking. */
const GRACE_MS = 1_000;
const SILENCE_MS = 2_500;
const RETRY_AFTER_MS = [100, 400, 1_200];

/** @throws StorageError */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  for (let tries = 0; ; tries++) {
    try {
      return await inTurn(options.name, () => openOnce(options));
    } catch (error) {
      const failure = classifyOpenError(error);
      const wait = RETRY_AFTER_MS[tries];
      if (!failure.retry || wait === undefined) throw failure.error;
      await pause(options.timers, wait);
    }
  }
}

const turns = new Map<string, Promise<unknown>>();

function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(name) ?? Promise.resolve()).then(work);
  turns.set(
    name,
    turn.catch(() => {}),
  );
  return turn;
}

interface Request {
  readonly opened: Promise<OpenedDatabase>;
  /** Somebody waits for it. Otherwise its connection is closed as soon as it is there. */
  wanted: boolean;
  blocked: boolean;
  onBlocked: () => void;
}

/** Requests that were given up and may still be answered. */
const outstanding = new Map<string, Request>();

function openOnce(options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  const { timers } = options;
  const key = `${options.name}@${options.schemaVersion}`;
  const request = outstanding.get(key) ?? beginRequest(options, key);
  request.wanted = true;
  return new Promise((resolve, reject) => {
    const cancels: (() => void)[] = [];
    let said = false;
    const say = (cause: BlockedCause): void => {
      if (said) return;
      said = true;
      options.onBlocked(cause);
    };
    const causeNow = (): BlockedCause => (request.blocked ? 'old-version' : 'no-answer');
    request.onBlocked = () => cancels.push(timers.after(GRACE_MS, () => say('old-version')));
    cancels.push(timers.after(SILENCE_MS, () => say(causeNow())));
    cancels.push(
      timers.after(options.giveUpMs, () => {
        request.wanted = false;
        const why = request.blocked ? 'another tab holds the database with an older layout' : 'the browser does not answer';
        reject(new StorageError('blocked', `${why}, for ${Math.round(options.giveUpMs / 1000)} s now`));
      }),
    );
    void request.opened.then(resolve, reject).finally(() => {
      for (const cancel of cancels) cancel();
    });
  });
}

function beginRequest(options: OpenDatabaseOptions, key: string): Request {
  const request: Request = { opened: requestDatabase(options, () => noticeBlocked(request)), wanted: true, blocked: false, onBlocked: () => {} };
  outstanding.set(key, request);
  const settle = (opened: OpenedDatabase | null): void => {
    outstanding.delete(key);
    if (!request.wanted) opened?.db.close();
  };
  void request.opened.then(settle, () => settle(null));
  return request;
}

function noticeBlocked(request: Request): void {
  request.blocked = true;
  request.onBlocked();
}

async function requestDatabase(options: OpenDatabaseOptions, onBlocked: () => void): Promise<OpenedDatabase> {
  if (typeof indexedDB === 'undefined' || indexedDB === null) throw new StorageError('unavailable', 'this browser has no IndexedDB here');
  const events: ConnectionEvents = { superseded: null, terminated: false, changed: () => {} };
  let upgrade: UpgradeFacts | null = null;
  const db = await openDB<MillraceSchema>(options.name, options.schemaVersion, {
    upgrade(database, oldVersion, _newVersion, tx, event) {
      // The request tells of a failed upgrade; this promise only must not go unheard.
      tx.done.catch(() => {});
      upgrade = { oldVersion, dataLoss: textOf(event, 'dataLoss'), dataLossMessage: textOf(event, 'dataLossMessage') };
      try {
        makeObjectStores(database);
      } catch {
        // A half-made layout must not stay; the request fails with AbortError and is tried again.
        tx.abort();
      }
    },
    blocked: onBlocked,
    blocking(_oldVersion, newVersion) {
      events.superseded = { newVersion };
      events.changed();
    },
    terminated() {
      events.terminated = true;
      events.changed();
    },
  });
  return { db, events, upgrade };
}

/** Properties that only Chromium has, and no type knows. */
function textOf(event: object, name: string): string | null {
  const value: unknown = Reflect.get(event, name);
  return typeof value === 'string' && value !== '' && value !== 'none' ? value : null;
}
