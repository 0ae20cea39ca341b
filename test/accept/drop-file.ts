import type { Page } from '@playwright/test';

/** Drops a file on the page, as a hand does. */
export async function dropFile(page: Page, { name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): Promise<void> {
  await page.evaluate(
    ([fileName, packed]) => {
      const text = atob(packed);
      const content = new Uint8Array(text.length);
      for (let i = 0; i < text.length; i++) content[i] = text.charCodeAt(i);
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], fileName));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      }
    },
    [name, Buffer.from(bytes).toString('base64')] as const,
  );
}
