import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor in the colours of the page; contrasts of 4.5 to 1 at least. */
export function editorTheme(dark: boolean): Extension {
  const frame = EditorView.theme(
    {
      '&': { fontSize: '12.5px', color: 'var(--mantine-color-text)', backgroundColor: 'transparent' },
      '.cm-content': {
        fontFamily: 'var(--mantine-font-family-monospace)',
        caretColor: 'var(--mantine-color-text)',
      },
      '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--mantine-color-dimmed)', border: 'none' },
      '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: dark ? '#ffffff0a' : '#0000000a' },
      '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)', outlineOffset: '-2px' },
    },
    { dark },
  );
  const colours = HighlightStyle.define([
    { tag: tags.propertyName, color: dark ? '#8ab4f8' : '#1c4fa0' },
    { tag: tags.string, color: dark ? '#8fd694' : '#1a6b32' },
    { tag: tags.number, color: dark ? '#f5b971' : '#8a4b08' },
    { tag: [tags.bool, tags.null], color: dark ? '#e59ad6' : '#8a2f7d' },
  ]);
  return [frame, syntaxHighlighting(colours)];
}
