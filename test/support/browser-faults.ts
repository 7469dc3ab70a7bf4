import type { BrowserContext } from 'playwright-core';

/** Chromium's words for an answer of 400 or more. */
const REFUSED = /^Failed to load resource: the server responded with a status of (\d+)/;

/** Told by the page itself, since the console says it only once a page. */
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (violation) =>
  console.error('content security policy: ' + violation.violatedDirective + ' ' + violation.blockedURI));`;

/** Collects what must not happen in any page of the context; `statuses` are those that are meant to. */
export async function noteFaults(
  context: BrowserContext,
  origin: string,
  statuses: number[],
): Promise<string[]> {
  const faults: string[] = [];
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && asked !== origin)
      faults.push(`a request left for ${request.url()}`);
  });
  context.on('weberror', (error) =>
    faults.push(`not caught: ${error.error().stack ?? error.error().message}`),
  );
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    const [, status] = REFUSED.exec(message.text()) ?? [];
    if (status === undefined || !statuses.includes(Number(status)))
      faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  await context.addInitScript(TELL_VIOLATIONS);
  return faults;
}
