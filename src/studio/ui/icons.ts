// The one place that names icons. Chrome comes from Tabler by deep import (its barrel is 7,000 modules); operators and
// statuses are our own shapes (glyphs.tsx). Operators name theirs in their definition.
import IconAdjustments from '@tabler/icons-react/dist/esm/icons/IconAdjustmentsHorizontal.mjs';
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconArrowBackUp from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs';
import IconArrowForwardUp from '@tabler/icons-react/dist/esm/icons/IconArrowForwardUp.mjs';
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs';
import IconArrowsDiagonal from '@tabler/icons-react/dist/esm/icons/IconArrowsDiagonal.mjs';
import IconArrowsMinimize from '@tabler/icons-react/dist/esm/icons/IconArrowsDiagonalMinimize2.mjs';
import IconBolt from '@tabler/icons-react/dist/esm/icons/IconBolt.mjs';
import IconBook from '@tabler/icons-react/dist/esm/icons/IconBook.mjs';
import IconBug from '@tabler/icons-react/dist/esm/icons/IconBug.mjs';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconChevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import IconClipboard from '@tabler/icons-react/dist/esm/icons/IconClipboard.mjs';
import IconClock from '@tabler/icons-react/dist/esm/icons/IconClock.mjs';
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs';
import IconCornerDownLeft from '@tabler/icons-react/dist/esm/icons/IconCornerDownLeft.mjs';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import IconFile from '@tabler/icons-react/dist/esm/icons/IconFile.mjs';
import IconHandStop from '@tabler/icons-react/dist/esm/icons/IconHandStop.mjs';
import IconHelp from '@tabler/icons-react/dist/esm/icons/IconHelpCircle.mjs';
import IconHistory from '@tabler/icons-react/dist/esm/icons/IconHistory.mjs';
import IconInfo from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs';
import IconKey from '@tabler/icons-react/dist/esm/icons/IconKey.mjs';
import IconKeyboard from '@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs';
import IconLink from '@tabler/icons-react/dist/esm/icons/IconLink.mjs';
import IconList from '@tabler/icons-react/dist/esm/icons/IconList.mjs';
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs';
import IconMinus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs';
import IconMoon from '@tabler/icons-react/dist/esm/icons/IconMoon.mjs';
import IconNote from '@tabler/icons-react/dist/esm/icons/IconNote.mjs';
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs';
import IconMap from '@tabler/icons-react/dist/esm/icons/IconPictureInPicture.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconPointer from '@tabler/icons-react/dist/esm/icons/IconPointer.mjs';
import IconPower from '@tabler/icons-react/dist/esm/icons/IconPower.mjs';
import IconScissors from '@tabler/icons-react/dist/esm/icons/IconScissors.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import IconSelectAll from '@tabler/icons-react/dist/esm/icons/IconSelectAll.mjs';
import IconSitemap from '@tabler/icons-react/dist/esm/icons/IconSitemap.mjs';
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs';
import IconTable from '@tabler/icons-react/dist/esm/icons/IconTable.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { glyphs } from './glyphs.tsx';

export const tablerIcons = {
  sliders: IconAdjustments,
  warn: IconAlertTriangle,
  undo: IconArrowBackUp,
  redo: IconArrowForwardUp,
  'arrow-r': IconArrowRight,
  max: IconArrowsDiagonal,
  min: IconArrowsMinimize,
  bolt: IconBolt,
  book: IconBook,
  bug: IconBug,
  check: IconCheck,
  'chev-d': IconChevronDown,
  'chev-l': IconChevronLeft,
  'chev-r': IconChevronRight,
  paste: IconClipboard,
  clock: IconClock,
  copy: IconCopy,
  enter: IconCornerDownLeft,
  drop: IconDownload,
  file: IconFile,
  hand: IconHandStop,
  help: IconHelp,
  history: IconHistory,
  info: IconInfo,
  key: IconKey,
  keyboard: IconKeyboard,
  link: IconLink,
  log: IconList,
  lock: IconLock,
  map: IconMap,
  minus: IconMinus,
  moon: IconMoon,
  note: IconNote,
  pencil: IconPencil,
  plus: IconPlus,
  cursor: IconPointer,
  power: IconPower,
  cut: IconScissors,
  search: IconSearch,
  'select-all': IconSelectAll,
  tidy: IconSitemap,
  sun: IconSun,
  rows: IconTable,
  trash: IconTrash,
  export: IconUpload,
  close: IconX,
} as const;

export type IconName = keyof typeof tablerIcons | keyof typeof glyphs;

/** The icon an operator names, or the plain box when this build does not draw it. */
export function operatorIcon(name: string): IconName {
  const known = `op-${name}`;
  if (name in glyphs) return name as IconName;
  return known in glyphs ? (known as IconName) : 'op-select';
}
