import { openAnyFile } from '../files/open-any-file.ts';
import { pickFile } from '../ui/pick-file.ts';

/** A pipeline opens, data is looked at. */
export function chooseFile(): void {
  pickFile('Open a file', (file) => void openAnyFile(file));
}
