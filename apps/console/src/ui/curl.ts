/** One argument of a POSIX shell, whatever it holds. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The command that does what a button does.
 * @param path begins with a slash
 * @param body is sent as JSON
 */
export function curl(method: string, path: string, body?: unknown): string {
  const key = localStorage.getItem('etp.session') !== null;
  return [
    `curl -s ${method === 'GET' ? '' : `-X ${method} `}${location.origin}${path}`,
    ...(key ? [`  -H 'authorization: Bearer etp_…'`] : []),
    ...(body === undefined
      ? []
      : [`  -H 'content-type: application/json'`, `  -d ${quoted(JSON.stringify(body))}`]),
  ].join(' \\\n');
}
