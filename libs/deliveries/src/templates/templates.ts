import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Evaluation } from './evaluation.js';
import type { TemplateInput } from './template-input.js';
import { TemplateProcess } from './template-process.js';
import { Turns } from './turns.js';

const PROCESSES = 2;
const PATIENCE_MS = 10_000;

/** Makes bodies out of events by payload templates, bounded in time, memory and size. */
@Injectable()
export class Templates implements OnApplicationShutdown {
  private readonly turns = new Turns(PROCESSES);
  private readonly free = Array.from({ length: PROCESSES }, () => new TemplateProcess());

  /** Never rejects. An error that is not `final` may be gone the next time. */
  async render(template: string, input: TemplateInput): Promise<Evaluation> {
    const evaluation = await this.turns.run(template, () => this.evaluate(template, input), PATIENCE_MS);
    return evaluation ?? { error: 'too many templates are being evaluated', final: false, unstarted: true };
  }

  onApplicationShutdown(): void {
    for (const process of this.free) process.stop();
  }

  private async evaluate(template: string, input: TemplateInput): Promise<Evaluation> {
    const process = this.free.pop()!; // as many as there are turns
    try {
      return await process.evaluate({ template, input });
    } finally {
      this.free.push(process);
    }
  }
}
