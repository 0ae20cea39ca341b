// @ts-check
// `npm run gen`: writes what is made from other files and not committed.
import { generate, main } from './setup.mjs';

await main(async () => {
  generate();
  return 0;
});
