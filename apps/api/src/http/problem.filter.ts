import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { answerProblem } from './problem.js';

/** Every error that a handler throws, whatever it is, is answered as problem details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(thrown, http.getRequest(), http.getResponse());
  }
}
