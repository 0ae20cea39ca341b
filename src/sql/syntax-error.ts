// Turns the place where parsing stopped into words: what stands there, and what would do.
import { type Problem, problem } from '../problem/problem.ts';
import { isReservedWord } from './parser/keywords.ts';

/** `at`: offset of the first token that does not fit. */
export function describeSyntaxError(text: string, at: number): Problem {
  const rest = text.slice(at);
  const before = text.slice(0, at);
  if (text.trim() === '') return problem('sql/empty', { from: 0, to: text.length }, {});
  const first = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  if (first === "'" || first === '"' || /^[rR]['"]/.test(rest)) {
    if (!closes(rest))
      return problem('sql/unclosed', { from: at, to: text.length }, { what: 'text', quote: first.toLowerCase() === 'r' ? (rest[1] ?? "'") : first });
  }
  if (first === '`') return problem('sql/unclosed', { from: at, to: text.length }, { what: 'name', quote: '`' });
  if (rest.startsWith('/*')) return problem('sql/unclosed', { from: at, to: text.length }, { what: 'comment', quote: '*/' });
  // The parser gives up on very long chains; that is no slip of the pen.
  if ((before.match(longChain)?.length ?? 0) >= MANY_OPERATORS) return problem('sql/too-deep', { from: at, to: text.length }, { limit: 200 });
  const token = tokenAt(rest);
  const where = { from: at, to: Math.max(at + token.length, Math.min(at + 1, text.length)) };
  if (/^[^\s\p{ASCII}]/u.test(first) && rest !== '') return problem('sql/foreign-letter', where, { got: token });
  const got = rest === '' ? 'its end' : `"${token}"`;
  return problem('sql/syntax', where, { got, expected: expectedAfter(before, token) });
}

const longChain = /[-+*/%<>=|&^~([]|\b(?:and|or|not|case)\b/gi;
const MANY_OPERATORS = 250;

/** True when a text literal that starts here has its closing quote, so something else is wrong with it. */
function closes(rest: string): boolean {
  return /^(?:'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|[rR]'[^']*'|[rR]"[^"]*")/.test(rest);
}

function tokenAt(rest: string): string {
  const word = /^[A-Za-z0-9_]+/.exec(rest);
  if (word !== null) return word[0];
  const literal = /^(?:'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*")/.exec(rest);
  if (literal !== null) return literal[0].length > 40 ? `${literal[0].slice(0, 40)}..` : literal[0];
  const run = /^[^\s\p{ASCII}]+/u.exec(rest);
  if (run !== null) return run[0];
  return rest === '' ? '' : String.fromCodePoint(rest.codePointAt(0) as number);
}

const operatorEnd = /(?:[-+*/%=<>!|&^~]|\b(?:and|or|not|in|is|like|rlike|between|div|when|then|else|case))\s*$/i;

function expectedAfter(before: string, token: string): string {
  const open = openBrackets(before);
  if (before.trim() === '' || operatorEnd.test(before) || /[(,]\s*$/.test(before)) {
    if (isReservedWord(token)) return `a value before ${token.toUpperCase()} (a column, a literal, a function or a bracket)`;
    return 'a value (a column, a literal, a function or a bracket)';
  }
  if (/\bis\s+(?:not\s+)?$/i.test(before)) return 'NULL, TRUE, FALSE or DISTINCT FROM';
  if (/\bcase\b/i.test(before) && !/\bend\b/i.test(before)) return 'an operator, WHEN, THEN, ELSE or END';
  if (open === '[') return 'an operator or "]"';
  if (open === '(') return 'an operator, "," or ")"';
  if (token === '=' && /[<>=!]\s+$/.test(before)) return 'an operator written without spaces, such as <=';
  return 'an operator (such as + or AND) or the end';
}

/** The innermost bracket that is still open. Quoted text may fool it; it only words a hint. */
function openBrackets(before: string): string {
  const stack: string[] = [];
  for (const c of before) {
    if (c === '(' || c === '[') stack.push(c);
    if (c === ')' || c === ']') stack.pop();
  }
  return stack.at(-1) ?? '';
}
