// What a feed is doing, in sentences.

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** "Reconnecting to example.org in 4 s, third try. Last answer: 503." */
export function reconnectWords(host: string, seconds: number, tries: number, answer: string): string {
  return `Reconnecting to ${host} in ${seconds} s, ${ORDINALS[tries - 1] ?? `${tries}th`} try. Last answer: ${answer}.`;
}

/** "Asking example.org again in 12 s. Last answer: 40 rows." */
export function againWords(host: string, seconds: number, answer: string): string {
  return `Asking ${host} again in ${seconds} s. Last answer: ${answer}.`;
}

export function countWords(dropped: number, replayed: number): string {
  const full = dropped === 0 ? '' : `${rowsAre(dropped)} thrown away, because the buffer was full.`;
  const again =
    replayed === 0 ? '' : `${replayed === 1 ? '1 row' : `${replayed} rows`} came again, ${replayed === 1 ? 'was' : 'were'} recognised and left out.`;
  return [full, again].filter((part) => part !== '').join(' ');
}

function rowsAre(count: number): string {
  return count === 1 ? '1 row was' : `${count} rows were`;
}
