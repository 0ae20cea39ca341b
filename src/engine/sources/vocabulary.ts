// The words of the "zipf-words" recipe, most frequent first: common English words, then made-up ones of open syllables. Order and
// spelling are part of what stored runs rely on and never change.

const COMMON =
  'the of and to in that it is was for as with be on not he by at this but from his have an they which or one had you were her all she ' +
  'there would their we him been has when who will more no if out so said what up its about into than them can only other new some could ' +
  'time these two may then do first any my now such like our over man me even most made after also did many before must through back years ' +
  'where much your way well down should because each just those people too little state good very make world still own see men work long ' +
  'get here between both life being under never day same another know while last might us great old year off come since against go came ' +
  'right used take three river light water stone house night morning window garden paper letter music story winter summer market bridge';

const ONSETS = ['b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'w', 'z'] as const;
const NUCLEI = ['a', 'e', 'i', 'o', 'u'] as const;
const SYLLABLES = ONSETS.length * NUCLEI.length;

/** `size` different words. */
export function vocabulary(size: number): readonly string[] {
  const words = new Set(COMMON.split(' ').slice(0, size));
  for (let n = 0; words.size < size; n++) words.add(madeUp(n));
  return [...words];
}

/** Word n of all words of two, then three, then four syllables, scattered by a stride that meets each once. */
function madeUp(n: number): string {
  let count = 2;
  let first = 0;
  while (n - first >= SYLLABLES ** count) {
    first += SYLLABLES ** count;
    count++;
  }
  let rest = ((n - first) * 2_741) % SYLLABLES ** count;
  let word = '';
  for (let s = 0; s < count; s++) {
    const syllable = rest % SYLLABLES;
    rest = Math.floor(rest / SYLLABLES);
    word += `${ONSETS[syllable % ONSETS.length]}${NUCLEI[Math.floor(syllable / ONSETS.length)]}`;
  }
  return word;
}
