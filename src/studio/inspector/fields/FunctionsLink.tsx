import { openReference } from '../../reference/reference-store.ts';

/** From an expression's label to what can be written in it. */
export function FunctionsLink() {
  return (
    <button type="button" className="functions-link" onClick={() => openReference()}>
      Functions
    </button>
  );
}
