/** A text with the part that was searched for set off. */
export function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  const wanted = query.trim();
  const at = wanted === '' ? -1 : text.toLowerCase().indexOf(wanted.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <u>{text.slice(at, at + wanted.length)}</u>
      {text.slice(at + wanted.length)}
    </>
  );
}
