/** Start and end of each part of a line, in the order of the pattern's parts; -1: the line does not have it. */
export type PartSlots = Int32Array;
