import { importFile } from './import-file.ts';

/** The browser's own dialog; whatever is chosen is imported. */
export function chooseFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.setAttribute('aria-label', 'Open a pipeline file');
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file !== undefined) void importFile(file);
  });
  input.click();
}
