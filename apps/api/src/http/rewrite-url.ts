/**
 * Every path also answers under `/v1`, and a trailing slash is ignored: the one rewrite of the api, before routing.
 */
export function rewriteUrl(url: string): string {
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  const bare = path.replace(/^\/v1(?=\/|$)/, '').replace(/(?<=.)\/$/, '');
  return (bare || '/') + (query === -1 ? '' : url.slice(query));
}
