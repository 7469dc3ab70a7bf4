import { json, jsonParseLinter } from '@codemirror/lang-json';
import { linter, lintGutter, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useComputedColorScheme } from '@mantine/core';
import { basicSetup } from 'codemirror';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { styleNonce } from '../app/nonce';
import { editorTheme } from './editor-theme';
import { schemaFaults } from './schema-faults';
import classes from './code-block.module.css';

export interface EditorProps {
  /** What it is, for who cannot see. */
  label: string;
  value: string;
  onChange?: (value: string) => void;
  /** A JSON Schema (2020-12) that the value should fit. */
  schema?: object | null;
  readOnly?: boolean;
  minHeight?: number;
  maxHeight?: number;
}

/** CodeMirror 6. A changed `value` from outside replaces the text; one that was typed comes back unchanged. */
export function JsonCodeMirror({
  label,
  value,
  onChange,
  schema,
  readOnly,
  minHeight = 140,
  maxHeight = 480,
}: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const dark = useComputedColorScheme() === 'dark';
  const [look] = useState(() => new Compartment());
  const [rules] = useState(() => new Compartment());
  const changed = useEffectEvent((text: string) => onChange?.(text));
  const first = useEffectEvent(() => ({ value, dark, schema: schema ?? undefined }));

  useEffect(() => {
    const start = first();
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: start.value,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          basicSetup,
          json(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          look.of(editorTheme(start.dark)),
          ...(readOnly
            ? [EditorState.readOnly.of(true)]
            : [lintGutter(), linter(jsonFaults), rules.of(against(start.schema))]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, readOnly, look, rules]);

  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== value)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => view.current?.dispatch({ effects: look.reconfigure(editorTheme(dark)) }), [dark, look]);
  useEffect(() => {
    if (!readOnly) view.current?.dispatch({ effects: rules.reconfigure(against(schema ?? undefined)) });
  }, [schema, readOnly, rules]);

  return <div ref={host} className={classes.block} style={{ minHeight, maxHeight, overflow: 'auto' }} />;
}

/** Nothing at all is no JSON either, but nobody who has typed nothing wants to be told so. */
const jsonFaults = (view: EditorView): Diagnostic[] =>
  view.state.doc.toString().trim() === '' ? [] : jsonParseLinter()(view);

/** Marks the whole text: where in it a pointer is, nobody but a parser of its own could say. */
const against = (schema: object | undefined) =>
  linter(({ state }): Diagnostic[] =>
    schemaFaults(state.doc.toString(), schema).map(({ pointer, text }) => ({
      from: 0,
      to: state.doc.length,
      severity: 'warning',
      message: `${pointer || '/'}: ${text}`,
    })),
  );
