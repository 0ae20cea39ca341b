// A regular expression as a small program that is run over a text once, all ways at a time (Pike's virtual machine, as
// in Russ Cox, "Regular Expression Matching: the Virtual Machine Approach"). Threads are kept in order of preference, so
// the match and its groups are those a backtracking engine finds, in time of text length times program length.
import { anchorHolds } from './anchors.ts';
import { type CharSet, hasCodePoint } from './char-set.ts';
import type { Anchor, RegexNode } from './regex-node.ts';

type Instruction =
  | { readonly op: 'set'; readonly set: CharSet }
  /** Goes on at both places, `first` preferred. */
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly anchor: Anchor }
  | { readonly op: 'match' };

export type Program = readonly Instruction[];

const MAX_INSTRUCTIONS = 20_000;

/** The program of the pattern, or null when it needs backtracking (lookaround, references to groups) or would be too long. */
export function compileProgram(root: RegexNode): Program | null {
  const code: Instruction[] = [];
  const fits = emit({ kind: 'capture', index: 0, body: root }, code);
  if (!fits) return null;
  code.push({ op: 'match' });
  return code;
}

function emit(node: RegexNode, code: Instruction[]): boolean {
  if (code.length > MAX_INSTRUCTIONS) return false;
  switch (node.kind) {
    case 'set':
      code.push({ op: 'set', set: node.set });
      return true;
    case 'anchor':
      code.push({ op: 'assert', anchor: node.anchor });
      return true;
    case 'sequence':
      return node.items.every((item) => emit(item, code));
    case 'capture': {
      code.push({ op: 'save', slot: node.index * 2 });
      const fits = emit(node.body, code);
      code.push({ op: 'save', slot: node.index * 2 + 1 });
      return fits;
    }
    case 'choice':
      return emitChoice(node.options, code);
    case 'repeat':
      return emitRepeat(node, code);
    case 'look':
    case 'backreference':
      return false;
  }
}

function emitChoice(options: readonly RegexNode[], code: Instruction[]): boolean {
  const ends: number[] = [];
  for (const [i, option] of options.entries()) {
    const last = i === options.length - 1;
    const split = code.length;
    if (!last) code.push({ op: 'jump', to: 0 });
    if (!emit(option, code)) return false;
    if (last) break;
    ends.push(code.length);
    code.push({ op: 'jump', to: 0 });
    code[split] = { op: 'split', first: split + 1, second: code.length };
  }
  for (const end of ends) code[end] = { op: 'jump', to: code.length };
  return true;
}

function emitRepeat(node: RegexNode & { kind: 'repeat' }, code: Instruction[]): boolean {
  for (let i = 0; i < node.min; i++) if (!emit(node.body, code)) return false;
  const branch = (inside: number, outside: number): Instruction =>
    node.lazy ? { op: 'split', first: outside, second: inside } : { op: 'split', first: inside, second: outside };
  if (node.max === Number.POSITIVE_INFINITY) {
    const loop = code.length;
    code.push({ op: 'jump', to: 0 });
    if (!emit(node.body, code)) return false;
    code.push({ op: 'jump', to: loop });
    code[loop] = branch(loop + 1, code.length);
    return true;
  }
  const splits: number[] = [];
  for (let i = node.min; i < node.max; i++) {
    splits.push(code.length);
    code.push({ op: 'jump', to: 0 });
    if (!emit(node.body, code)) return false;
  }
  for (const split of splits) code[split] = branch(split + 1, code.length);
  return true;
}

/** Offsets of the groups: [start 0, end 0, start 1, end 1, ..], -1 where a group did not match. */
type Slots = Int32Array;

interface Threads {
  readonly places: number[];
  readonly slots: Slots[];
}

/** The first match at or after `from`, or null. Offsets are UTF-16; characters are code points. */
export function runProgram(program: Program, slotCount: number, text: string, from: number): Slots | null {
  const visited = new Int32Array(program.length).fill(-1);
  let current: Threads = { places: [], slots: [] };
  let following: Threads = { places: [], slots: [] };
  let best: Slots | null = null;
  let step = 0;
  for (let at = from; ; step++) {
    // A new start has the lowest preference, and none once something has matched.
    if (best === null) follow(program, text, at, 0, new Int32Array(slotCount).fill(-1), current, visited, step);
    if (current.places.length === 0 && best !== null) return best;
    const code = at < text.length ? (text.codePointAt(at) as number) : -1;
    const next = at + (code > 0xffff ? 2 : 1);
    for (let i = 0; i < current.places.length; i++) {
      const place = current.places[i] as number;
      const instruction = program[place] as Instruction;
      const slots = current.slots[i] as Slots;
      if (instruction.op === 'match') {
        best = slots;
        break;
      }
      if (instruction.op === 'set' && code >= 0 && hasCodePoint(instruction.set, code)) {
        follow(program, text, next, place + 1, slots, following, visited, step + 1);
      }
    }
    if (at >= text.length) return best;
    [current, following] = [following, current];
    following.places.length = 0;
    following.slots.length = 0;
    at = next;
  }
}

/** Adds the thread at `place` and all it leads to without a character, in order of preference. */
function follow(program: Program, text: string, at: number, place: number, slots: Slots, threads: Threads, visited: Int32Array, step: number): void {
  const stack: { readonly place: number; readonly slots: Slots }[] = [{ place, slots }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (visited[top.place] === step) continue;
    visited[top.place] = step;
    const instruction = program[top.place] as Instruction;
    switch (instruction.op) {
      case 'jump':
        stack.push({ place: instruction.to, slots: top.slots });
        break;
      case 'split':
        stack.push({ place: instruction.second, slots: top.slots }, { place: instruction.first, slots: top.slots });
        break;
      case 'save': {
        const saved = top.slots.slice();
        saved[instruction.slot] = at;
        stack.push({ place: top.place + 1, slots: saved });
        break;
      }
      case 'assert':
        if (anchorHolds(instruction.anchor, text, at)) stack.push({ place: top.place + 1, slots: top.slots });
        break;
      default:
        threads.places.push(top.place);
        threads.slots.push(top.slots);
    }
  }
}
