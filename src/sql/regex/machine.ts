// A regular expression as a small program that is run over a text once, all ways at a time (Pike's virtual machine, as
// in Russ Cox, "Regular Expression Matching: the Virtual Machine Approach"). Threads are kept in order of preference, so
// the match and its groups are those a backtracking engine finds, in time of text length times program length.
import { anchorHolds } from './anchors.ts';
import { type CharSet, hasCodePoint } from './char-set.ts';
import { type Anchor, firstSetOf, type RegexNode } from './regex-node.ts';

type Instruction =
  | { readonly op: 'set'; readonly set: QuickSet }
  /** Goes on at both places, `first` preferred. */
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly anchor: Anchor; readonly negative: boolean }
  /** A lookaround of one character: the one behind the place (or before it) is of the set. */
  | { readonly op: 'peek'; readonly ahead: boolean; readonly negative: boolean; readonly set: QuickSet }
  | { readonly op: 'match' };

/** A set with a table for the first 128 code points. */
interface QuickSet {
  readonly ascii: Uint8Array;
  readonly set: CharSet;
}

export interface Program {
  readonly code: readonly Instruction[];
  readonly groupCount: number;
  /** The characters a match can start with; null when it can be empty or starts with an anchor. */
  readonly first: QuickSet | null;
}

export interface ProgramMatch {
  readonly start: number;
  readonly end: number;
  /** [start 1, end 1, start 2, ..] of the groups, -1 where a group did not match. */
  readonly slots: Int32Array;
}

const MAX_INSTRUCTIONS = 20_000;

/** The program of the pattern, or null when it needs backtracking (longer lookaround, references to groups) or would be too long. */
export function compileProgram(root: RegexNode, groupCount: number): Program | null {
  const code: Instruction[] = [];
  if (!emit(root, code)) return null;
  code.push({ op: 'match' });
  const first = firstSetOf(root);
  return { code, groupCount, first: first === null ? null : quickSet(first) };
}

function quickSet(set: CharSet): QuickSet {
  return { ascii: Uint8Array.from({ length: 128 }, (_, code) => (hasCodePoint(set, code) ? 1 : 0)), set };
}

function holds({ ascii, set }: QuickSet, code: number): boolean {
  return code < 128 ? ascii[code] === 1 : hasCodePoint(set, code);
}

function emit(node: RegexNode, code: Instruction[]): boolean {
  if (code.length > MAX_INSTRUCTIONS) return false;
  switch (node.kind) {
    case 'set':
      code.push({ op: 'set', set: quickSet(node.set) });
      return true;
    case 'anchor':
      code.push({ op: 'assert', anchor: node.anchor, negative: false });
      return true;
    case 'sequence':
      return node.items.every((item) => emit(item, code));
    case 'capture': {
      const slot = (node.index - 1) * 2;
      code.push({ op: 'save', slot });
      const fits = emit(node.body, code);
      code.push({ op: 'save', slot: slot + 1 });
      return fits;
    }
    case 'choice':
      return emitChoice(node.options, code);
    case 'repeat':
      return emitRepeat(node, code);
    case 'look':
      return emitLook(node, code);
    case 'backreference':
      return false;
  }
}

/** A look at one character, or at an anchor, is an assertion; anything longer needs backtracking. */
function emitLook({ ahead, negative, body }: RegexNode & { kind: 'look' }, code: Instruction[]): boolean {
  if (body.kind === 'anchor') code.push({ op: 'assert', anchor: body.anchor, negative });
  else if (body.kind === 'set') code.push({ op: 'peek', ahead, negative, set: quickSet(body.set) });
  else return false;
  return true;
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

/** The first match at or after `from`, or null. Offsets are UTF-16; characters are code points. */
export function runProgram(program: Program, text: string, from: number): ProgramMatch | null {
  return new Run(program, text).search(from);
}

/** Threads that wait for the same character, most preferred first. */
class Threads {
  readonly places: Int32Array;
  readonly starts: Int32Array;
  readonly slots: Int32Array[] = [];
  size = 0;

  constructor(most: number) {
    this.places = new Int32Array(most);
    this.starts = new Int32Array(most);
  }
}

class Run {
  private readonly code: readonly Instruction[];
  private readonly program: Program;
  private readonly text: string;
  /** The step at which a place was last reached. */
  private readonly reached: Int32Array;
  private readonly pendingPlaces: Int32Array;
  private readonly pendingSlots: Int32Array[] = [];
  private readonly noGroups: Int32Array;

  constructor(program: Program, text: string) {
    this.program = program;
    this.code = program.code;
    this.text = text;
    this.reached = new Int32Array(program.code.length).fill(-1);
    this.pendingPlaces = new Int32Array(program.code.length * 2 + 2);
    this.noGroups = new Int32Array(program.groupCount * 2).fill(-1);
  }

  search(from: number): ProgramMatch | null {
    const { code, text } = this;
    let current = new Threads(code.length);
    let following = new Threads(code.length);
    let best: ProgramMatch | null = null;
    let at = from;
    for (let step = 0; ; step++) {
      if (best === null) {
        if (current.size === 0) at = this.nextStart(at);
        // A new start has the lowest preference, and there is none once something has matched.
        this.follow(0, at, this.noGroups, at, current, step);
      } else if (current.size === 0) {
        return best;
      }
      const unit = at < text.length ? text.charCodeAt(at) : -1;
      const character = unit >= 0xd800 && unit <= 0xdbff ? (text.codePointAt(at) as number) : unit;
      const next = at + (character > 0xffff ? 2 : 1);
      for (let i = 0; i < current.size; i++) {
        const place = current.places[i] as number;
        const instruction = code[place] as Instruction;
        if (instruction.op === 'match') {
          best = { start: current.starts[i] as number, end: at, slots: current.slots[i] as Int32Array };
          break;
        }
        if (instruction.op === 'set' && character >= 0 && holds(instruction.set, character)) {
          this.follow(place + 1, current.starts[i] as number, current.slots[i] as Int32Array, next, following, step + 1);
        }
      }
      if (at >= text.length) return best;
      [current, following] = [following, current];
      following.size = 0;
      at = next;
    }
  }

  /** The next place where a match can start at all. */
  private nextStart(from: number): number {
    const { first } = this.program;
    if (first === null) return from;
    const { text } = this;
    let at = from;
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 128 ? first.ascii[unit] === 1 : !isLowHalf(unit) && hasCodePoint(first.set, text.codePointAt(at) as number)) break;
    }
    return at;
  }

  /** Adds the thread at `place` and all it leads to without a character, in order of preference. */
  private follow(place: number, start: number, slots: Int32Array, at: number, threads: Threads, step: number): void {
    const { code, reached, pendingPlaces, pendingSlots } = this;
    pendingPlaces[0] = place;
    pendingSlots[0] = slots;
    let pending = 1;
    while (pending > 0) {
      pending--;
      const here = pendingPlaces[pending] as number;
      const groups = pendingSlots[pending] as Int32Array;
      if (reached[here] === step) continue;
      reached[here] = step;
      const instruction = code[here] as Instruction;
      switch (instruction.op) {
        case 'jump':
          pendingPlaces[pending] = instruction.to;
          pendingSlots[pending++] = groups;
          break;
        case 'split':
          pendingPlaces[pending] = instruction.second;
          pendingSlots[pending++] = groups;
          pendingPlaces[pending] = instruction.first;
          pendingSlots[pending++] = groups;
          break;
        case 'save': {
          const saved = groups.slice();
          saved[instruction.slot] = at;
          pendingPlaces[pending] = here + 1;
          pendingSlots[pending++] = saved;
          break;
        }
        case 'assert':
          if (anchorHolds(instruction.anchor, this.text, at) !== instruction.negative) {
            pendingPlaces[pending] = here + 1;
            pendingSlots[pending++] = groups;
          }
          break;
        case 'peek':
          if (characterIs(instruction.set, this.text, at, instruction.ahead) !== instruction.negative) {
            pendingPlaces[pending] = here + 1;
            pendingSlots[pending++] = groups;
          }
          break;
        default:
          threads.places[threads.size] = here;
          threads.starts[threads.size] = start;
          threads.slots[threads.size++] = groups;
      }
    }
  }
}

/** Whether the character at (or just before) the place is of the set; false where there is none. */
function characterIs(set: QuickSet, text: string, at: number, ahead: boolean): boolean {
  if (ahead) return at < text.length && holds(set, text.codePointAt(at) as number);
  if (at === 0) return false;
  const whole = at > 1 && isLowHalf(text.charCodeAt(at - 1)) ? (text.codePointAt(at - 2) as number) : text.charCodeAt(at - 1);
  return holds(set, whole > 0xffff ? whole : text.charCodeAt(at - 1));
}

function isLowHalf(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
