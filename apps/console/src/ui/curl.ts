/** One argument of a POSIX shell, whatever it holds. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** What means something to a shell is quoted: the & of a query, the <id> that somebody has to put in. */
const plain = (url: string): string => (/^[\w./:-]+$/.test(url) ? url : quoted(url));

/**
 * The command that does what a button does.
 * @param path begins with a slash
 * @param body is sent as JSON
 */
export function curl(method: string, path: string, body?: unknown): string {
  const key = localStorage.getItem('etp.session') !== null;
  return [
    `curl -s ${method === 'GET' ? '' : `-X ${method} `}${plain(location.origin + path)}`,
    ...(key ? [`  -H 'authorization: Bearer etp_…'`] : []),
    ...(body === undefined
      ? []
      : [`  -H 'content-type: application/json'`, `  -d ${quoted(JSON.stringify(body))}`]),
  ].join(' \\\n');
}
