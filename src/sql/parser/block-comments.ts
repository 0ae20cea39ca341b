// Spark's comments between slash-star and star-slash nest. One that is not closed is no comment, so the slash is reported.
import { ExternalTokenizer } from '@lezer/lr';
import { BlockComment } from './expression.parser.terms.ts';

const SLASH = 47;
const STAR = 42;

/** @public imported by the generated parser */
export const blockComments = new ExternalTokenizer((input) => {
  if (input.next !== SLASH || input.peek(1) !== STAR) return;
  let depth = 0;
  let at = 0;
  for (let code = input.peek(at); code >= 0; code = input.peek(at)) {
    const following = input.peek(at + 1);
    if (code === SLASH && following === STAR) {
      depth++;
      at += 2;
    } else if (code === STAR && following === SLASH) {
      depth--;
      at += 2;
      if (depth === 0) {
        input.acceptToken(BlockComment, at);
        return;
      }
    } else {
      at++;
    }
  }
});
