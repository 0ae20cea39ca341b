/** The browser's own dialog for one file. What is done with it is `take`'s; a dialog that is left does nothing. */
export function pickFile(label: string, take: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.hidden = true;
  input.setAttribute('aria-label', label);
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    input.remove();
    if (file !== undefined) take(file);
  });
  input.addEventListener('cancel', () => input.remove());
  // A field that hangs nowhere may be collected while the dialog is open, and then nothing comes back.
  document.body.append(input);
  input.click();
}
