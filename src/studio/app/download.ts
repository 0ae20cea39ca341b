// Hands text to the browser as a file to keep.
export function downloadText(fileName: string, text: string): void {
  downloadBytes(fileName, new TextEncoder().encode(text), 'application/json');
}

export function downloadBytes(fileName: string, bytes: Uint8Array<ArrayBuffer>, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** "Word count, 2nd" as "word-count-2nd.millrace.json". */
export function fileNameOf(name: string): string {
  const stem = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${stem === '' ? 'pipeline' : stem}.millrace.json`;
}
