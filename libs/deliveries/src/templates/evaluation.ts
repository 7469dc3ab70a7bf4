import type { TemplateInput } from './template-input.js';

/** What the process that evaluates templates is asked. */
export interface EvaluationRequest {
  template: string;
  input: TemplateInput;
}

/** What it answers, or what is answered for it. `final`: it would fail again; `unstarted`: it had no turn. */
export type Evaluation = { body: string } | { error: string; final: boolean; unstarted?: true };

/** What a body may have: as much as a payload. */
export const LARGEST_BODY = 256 * 1024;
