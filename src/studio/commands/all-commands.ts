// Every command, in the order of the palette and the help. Adding one is its file and a line here.
import type { Command } from './command.ts';
import { addNoteCommand } from './edit/add-note.ts';
import { clearSelectionCommand } from './edit/clear-selection.ts';
import { connectToCommand } from './edit/connect-to.ts';
import { copyCommand } from './edit/copy.ts';
import { cutCommand } from './edit/cut.ts';
import { deleteSelectionCommand } from './edit/delete-selection.ts';
import { duplicateCommand } from './edit/duplicate.ts';
import { findInGraphCommand } from './edit/find-in-graph.ts';
import { findOperatorCommand } from './edit/find-operator.ts';
import { nudgeCommands } from './edit/nudge.ts';
import { openSettingsCommand } from './edit/open-settings.ts';
import { pasteCommand } from './edit/paste.ts';
import { redoCommand } from './edit/redo.ts';
import { renameCommand } from './edit/rename.ts';
import { selectAllCommand } from './edit/select-all.ts';
import { selectNearestCommands } from './edit/select-nearest.ts';
import { selectStreamCommands } from './edit/select-stream.ts';
import { tidyCommand } from './edit/tidy.ts';
import { toggleDisabledCommand } from './edit/toggle-disabled.ts';
import { undoCommand } from './edit/undo.ts';
import { deletePipelineCommand } from './pipeline/delete-pipeline.ts';
import { duplicatePipelineCommand } from './pipeline/duplicate-pipeline.ts';
import { goHomeCommand } from './pipeline/go-home.ts';
import { newPipelineCommand } from './pipeline/new-pipeline.ts';
import { openFileCommand } from './pipeline/open-file.ts';
import { renamePipelineCommand } from './pipeline/rename-pipeline.ts';
import { saveAsFileCommand } from './pipeline/save-as-file.ts';
import { takeOverCommand } from './pipeline/take-over.ts';
import { applyChangesCommand } from './run/apply-changes.ts';
import { checkpointNowCommand } from './run/checkpoint-now.ts';
import { crashNowCommand } from './run/crash-now.ts';
import { discardChangesCommand } from './run/discard-changes.ts';
import { pauseCommand } from './run/pause.ts';
import { runCommand } from './run/run.ts';
import { slowMotionCommand } from './run/slow-motion.ts';
import { startOverCommand } from './run/start-over.ts';
import { stepCommand } from './run/step.ts';
import { stopCommand } from './run/stop.ts';
import { commandsCommand } from './view/commands.ts';
import { dockTabCommands, foldDockCommand } from './view/dock-tabs.ts';
import { fitCommand } from './view/fit.ts';
import { fitSelectionCommand } from './view/fit-selection.ts';
import { foldPaletteCommand } from './view/fold-palette.ts';
import { functionsCommand } from './view/functions.ts';
import { keptThingsCommand } from './view/kept-things.ts';
import { minimapCommand } from './view/minimap.ts';
import { nextRegionCommand, previousRegionCommand } from './view/next-region.ts';
import { panToolCommand } from './view/pan-tool.ts';
import { rowsHereCommand } from './view/rows-here.ts';
import { selectToolCommand } from './view/select-tool.ts';
import { shortcutsCommand } from './view/shortcuts.ts';
import { singleKeysCommand } from './view/single-keys.ts';
import { themeCommand } from './view/theme.ts';
import { zoomActualCommand } from './view/zoom-actual.ts';
import { zoomInCommand } from './view/zoom-in.ts';
import { zoomOutCommand } from './view/zoom-out.ts';

export const ALL_COMMANDS: readonly Command[] = [
  runCommand,
  pauseCommand,
  stepCommand,
  stopCommand,
  checkpointNowCommand,
  applyChangesCommand,
  discardChangesCommand,
  startOverCommand,
  crashNowCommand,
  slowMotionCommand,
  findOperatorCommand,
  findInGraphCommand,
  connectToCommand,
  openSettingsCommand,
  renameCommand,
  toggleDisabledCommand,
  deleteSelectionCommand,
  undoCommand,
  redoCommand,
  copyCommand,
  cutCommand,
  pasteCommand,
  duplicateCommand,
  selectAllCommand,
  clearSelectionCommand,
  ...selectNearestCommands,
  ...selectStreamCommands,
  ...nudgeCommands,
  addNoteCommand,
  tidyCommand,
  fitCommand,
  fitSelectionCommand,
  zoomActualCommand,
  zoomInCommand,
  zoomOutCommand,
  selectToolCommand,
  panToolCommand,
  minimapCommand,
  rowsHereCommand,
  ...dockTabCommands,
  foldDockCommand,
  foldPaletteCommand,
  nextRegionCommand,
  previousRegionCommand,
  commandsCommand,
  functionsCommand,
  shortcutsCommand,
  singleKeysCommand,
  themeCommand,
  keptThingsCommand,
  newPipelineCommand,
  openFileCommand,
  saveAsFileCommand,
  renamePipelineCommand,
  duplicatePipelineCommand,
  deletePipelineCommand,
  takeOverCommand,
  goHomeCommand,
];
