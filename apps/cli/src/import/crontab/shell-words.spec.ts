import { describe, expect, it } from 'vitest';
import { shellWords } from './shell-words.js';

describe('A shell command', () => {
  it.each([
    ['curl  https://x.example/a?b=1', ['curl', 'https://x.example/a?b=1']],
    [`echo 'a "b" $c' "d 'e' \\"f\\" \\n"`, ['echo', 'a "b" $c', `d 'e' "f" \\n`]],
    [`a\\ b c''d ""`, ['a b', 'cd', '']],
    ['a >/dev/null 2>&1', ['a']],
    ['a > /dev/null 2>/dev/null', ['a']],
    ['a &> /dev/null', ['a']],
    ['a#b c~d', ['a#b', 'c~d']],
    ['', []],
  ])('that starts one program is its words: %s', (command, words) => {
    expect(shellWords(command)).toEqual(words);
  });

  it.each([
    'a | b',
    'a; b',
    'a && b',
    'a &',
    'a > /tmp/log',
    'a < b',
    'a $HOME',
    'a "$HOME"',
    'a `b`',
    'a $(b)',
    '(a)',
    'a {b,c}',
    'a *.txt',
    "a 'b",
    'a "b',
    'a \\',
    'a # b',
    'a ~/b',
  ])('that does more is none: %s', (command) => {
    expect(shellWords(command)).toBeUndefined();
  });
});
