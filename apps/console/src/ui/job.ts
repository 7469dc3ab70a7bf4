/**
 * Work that outlives the part of a page that began it, one at a time: whoever is shown next sees how far it is, and can
 * stop it. What it left to be seen stays until it is dismissed.
 */
export class Job<State> {
  private state: State | undefined;
  private stopping: AbortController | undefined;
  private readonly listeners = new Set<() => void>();

  readonly current = (): State | undefined => this.state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly stop = (): void => this.stopping?.abort();
  readonly dismiss = (): void => this.set(undefined);

  /**
   * @param work tells how far it is, ends early when the signal says so, and resolves with what is left to be seen
   * @throws what the work throws
   */
  async run(
    first: State,
    work: (signal: AbortSignal, tell: (state: State) => void) => Promise<State | undefined>,
  ): Promise<void> {
    this.stop();
    const stopping = (this.stopping = new AbortController());
    const tell = (state: State | undefined) => {
      if (this.stopping === stopping) this.set(state);
    };
    tell(first);
    let left: State | undefined;
    try {
      left = await work(stopping.signal, tell);
    } finally {
      tell(left);
    }
  }

  /** Stops it, and shows nothing of it any more. */
  forget(): void {
    this.stop();
    this.stopping = undefined;
    this.set(undefined);
  }

  private set(state: State | undefined): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
