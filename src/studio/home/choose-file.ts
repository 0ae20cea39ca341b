import { openAnyFile } from '../files/open-any-file.ts';

/** The browser's own dialog; a pipeline opens, data is looked at. */
export function chooseFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.setAttribute('aria-label', 'Open a file');
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file !== undefined) void openAnyFile(file);
  });
  input.click();
}
