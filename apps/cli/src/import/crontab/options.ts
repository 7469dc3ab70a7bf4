/** What options of a program mean: their canonical name, and whether a value follows. */
export interface OptionTable {
  flags: Record<string, string>;
  values: Record<string, string>;
}

export interface Options {
  options: [name: string, value: string][];
  operands: string[];
}

/** Words after a program's name as options and operands; undefined when there is an option that the table has not. */
export function readOptions(words: string[], table: OptionTable): Options | undefined {
  const read: Options = { options: [], operands: [] };
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const taken =
      word.startsWith('--') && word.length > 2
        ? long(word, left, table)
        : word.startsWith('-') && word.length > 1
          ? cluster(word.slice(1), left, table)
          : undefined;
    if (taken) read.options.push(...taken);
    else if (word.startsWith('-') && word !== '-') return undefined;
    else read.operands.push(word);
  }
  return read;
}

/** `--name`, `--name value` or `--name=value`. */
function long(word: string, left: string[], { flags, values }: OptionTable): Options['options'] | undefined {
  const [, name = '', given] = /^(--[^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  if (Object.hasOwn(values, name)) {
    const value = given ?? left.shift();
    return value === undefined ? undefined : [[values[name]!, value]];
  }
  return Object.hasOwn(flags, name) && given === undefined ? [[flags[name]!, '']] : undefined;
}

/** `-s`, `-sS`, `-X POST`, `-XPOST`, `-sXPOST`. */
function cluster(
  letters: string,
  left: string[],
  { flags, values }: OptionTable,
): Options['options'] | undefined {
  const found: Options['options'] = [];
  for (const [index, letter] of [...letters].entries()) {
    const name = `-${letter}`;
    if (Object.hasOwn(values, name)) {
      const value = letters.slice(index + 1) || left.shift();
      return value === undefined ? undefined : [...found, [values[name]!, value]];
    }
    if (!Object.hasOwn(flags, name)) return undefined;
    found.push([flags[name]!, '']);
  }
  return found;
}
