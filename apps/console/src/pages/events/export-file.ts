/** Where an export goes, as it comes. */
export interface Target {
  write: (stream: ReadableStream<Uint8Array<ArrayBuffer>>, signal: AbortSignal) => Promise<void>;
}

interface SavePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
}

/** Whether this browser writes an export to disk as it comes; where not, all of it is kept in memory first. */
export const writesToDisk = (): boolean => (window as SavePicker).showSaveFilePicker !== undefined;

/** Asks where to. @returns undefined when the viewer thought better of it */
export async function chooseTarget(name: string): Promise<Target | undefined> {
  const { showSaveFilePicker: pick } = window as SavePicker;
  if (pick === undefined) return download(name);
  try {
    const file = await pick.call(window, { suggestedName: name });
    return {
      write: async (stream, signal) => stream.pipeTo(await file.createWritable(), { signal }),
    };
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') return undefined;
    throw failure;
  }
}

const download = (name: string): Target => ({
  write: async (stream) => {
    const url = URL.createObjectURL(await new Response(stream).blob());
    Object.assign(document.createElement('a'), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser has begun to save it by then
  },
});

/** Counts what goes through. */
export const counting = (onBytes: (total: number) => void) => {
  let total = 0;
  return new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      total += chunk.byteLength;
      onBytes(total);
      controller.enqueue(chunk);
    },
  });
};
