const QUIET = /\s*(?:(?:[12]|&)?>>?\s*\/dev\/null|2>&1)$/;
/** What makes a shell do more than start one program, or puts something else in a word's place. */
const SPECIAL = /[|&;<>()$`{}*[\]\n]/;

/**
 * The words of a shell command that starts one program and says nothing else; undefined for any other. Output that is
 * thrown away (`>/dev/null 2>&1`) says nothing. `?` counts as a character: URLs have it, and few files match.
 */
export function shellWords(command: string): string[] | undefined {
  let rest = command.trim();
  while (QUIET.test(rest)) rest = rest.replace(QUIET, '');
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < rest.length; at++) {
    const char = rest[at]!;
    if (char === "'") {
      const end = rest.indexOf("'", at + 1);
      if (end === -1) return undefined;
      word = (word ?? '') + rest.slice(at + 1, end);
      at = end;
    } else if (char === '"') {
      const quoted = doubleQuoted(rest, at + 1);
      if (!quoted) return undefined;
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (char === '\\') {
      if (++at === rest.length) return undefined;
      word = (word ?? '') + rest[at]!;
    } else if (char === ' ' || char === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      if (SPECIAL.test(char) || (word === undefined && /[~#!]/.test(char))) return undefined;
      word = (word ?? '') + char;
    }
  }
  return word === undefined ? words : [...words, word];
}

/** What stands between double quotes, from after the first, and where the second is. */
function doubleQuoted(text: string, from: number): { text: string; end: number } | undefined {
  let inside = '';
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') return { text: inside, end: at };
    if (char === '$' || char === '`') return undefined;
    const isEscape = char === '\\' && /[\\"$`]/.test(text[at + 1] ?? '');
    inside += isEscape ? text[++at]! : char;
  }
  return undefined;
}
