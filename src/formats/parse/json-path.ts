// Where a column lies in a JSON record: names of members with dots between them. A dot or backslash in a name has a backslash
// before it.

export function splitPath(path: string): readonly string[] {
  const names: string[] = [''];
  for (let i = 0; i < path.length; i++) {
    const character = path.charAt(i);
    if (character === '.') names.push('');
    else names[names.length - 1] += character === '\\' && i + 1 < path.length ? path.charAt(++i) : character;
  }
  return names;
}

export function joinPath(names: readonly string[]): string {
  return names.map((name) => name.replace(/[\\.]/g, '\\$&')).join('.');
}
