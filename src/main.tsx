// Composition root of the page: the studio on the engine's worker.
import { mountStudio } from './studio/app/mount-studio.tsx';
import { connectWorker } from './studio/store/worker-connection.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element "root".');
mountStudio(root, connectWorker);
