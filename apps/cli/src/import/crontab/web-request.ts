import { basename } from 'node:path';
import { readOptions, type OptionTable } from './options.js';
import { shellWords } from './shell-words.js';

/** A command that makes one HTTP request, as a destination and a payload. */
export interface WebRequest {
  /** What it is called where everybody reads it: without its query, credentials and headers. */
  title: string;
  destination: Record<string, unknown>;
  payload: Record<string, unknown>;
  /** In what the platform's request is another one. */
  notes: string[];
}

/** Options that mean the same to the platform, or nothing. Any other makes it a command that is not understood. */
const PROGRAMS: Record<string, OptionTable> = {
  curl: {
    flags: {
      '-s': 'quiet',
      '--silent': 'quiet',
      '-S': 'quiet',
      '--show-error': 'quiet',
      '-f': 'quiet',
      '--fail': 'quiet',
      '--fail-with-body': 'quiet',
      '-L': 'follow',
      '--location': 'follow',
    },
    values: {
      '-X': 'method',
      '--request': 'method',
      '-H': 'header',
      '--header': 'header',
      '-d': 'data',
      '--data': 'data',
      '--data-raw': 'data',
      '--data-binary': 'data',
      '--json': 'data',
      '-m': 'timeout',
      '--max-time': 'timeout',
      '--connect-timeout': 'retries',
      '--retry': 'retries',
      '--retry-delay': 'retries',
      '--retry-max-time': 'retries',
      '-o': 'output',
      '--output': 'output',
      '-u': 'user',
      '--user': 'user',
      '--url': 'url',
    },
  },
  wget: {
    flags: { '-q': 'quiet', '--quiet': 'quiet', '--no-verbose': 'quiet' },
    values: {
      '-O': 'output',
      '--output-document': 'output',
      '--method': 'method',
      '--header': 'header',
      '--post-data': 'data',
      '--body-data': 'data',
      '-T': 'timeout',
      '--timeout': 'timeout',
      '-t': 'retries',
      '--tries': 'retries',
    },
  },
};
const METHODS = new Set(['POST', 'PUT', 'PATCH']);
const LONGEST_TIMEOUT = 60;

/** The request that a `curl` or `wget` of one URL makes; undefined for every other command. */
export function webRequest(command: string): WebRequest | undefined {
  const [program = '', ...words] = shellWords(command) ?? [];
  const name = basename(program);
  const read = Object.hasOwn(PROGRAMS, name) ? readOptions(words, PROGRAMS[name]!) : undefined;
  if (!read) return undefined;
  const all = (option: string) => read.options.filter(([name]) => name === option).map(([, value]) => value);
  const urls = [...read.operands, ...all('url')].map((url) =>
    /^\w+:\/\//.test(url) ? url : `http://${url}`,
  );
  const isQuiet = all('output').every((file) => file === '/dev/null' || (name === 'wget' && file === '-'));
  const payload = payloadOf(all('data'));
  const headers = headersOf(all('header'), all('user'));
  const method = all('method').at(-1)?.toUpperCase() ?? (all('data').length > 0 ? 'POST' : 'GET');
  if (
    urls.length !== 1 ||
    !/^https?:/i.test(urls[0]!) ||
    !URL.canParse(urls[0]!) ||
    !isQuiet ||
    !payload ||
    !headers
  )
    return undefined;
  if (!METHODS.has(method) && method !== 'GET') return undefined;
  const timeout = timeoutOf(all('timeout').at(-1));
  if (timeout === null) return undefined;
  const notes = [
    ...(method === 'GET' ? ['its GET becomes a POST: events are sent by POST, PUT or PATCH'] : []),
    ...(all('follow').length > 0 ? ['redirects are not followed'] : []),
    ...(Number(all('timeout').at(-1)) > LONGEST_TIMEOUT ? ['its time-out becomes 60s, the longest'] : []),
  ];
  const { host, pathname } = new URL(urls[0]!);
  return {
    title: `${METHODS.has(method) ? method : 'POST'} ${host}${pathname}`,
    destination: {
      url: urls[0]!,
      ...(METHODS.has(method) && method !== 'POST' && { method }),
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(timeout !== undefined && { timeout }),
    },
    payload,
    notes,
  };
}

/** Events carry a JSON object and nothing else. */
function payloadOf(data: string[]): Record<string, unknown> | undefined {
  if (data.length === 0) return {};
  try {
    const payload: unknown = data.length === 1 ? JSON.parse(data[0]!) : undefined;
    const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
    return isObject ? (payload as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The platform sets the type of the content itself, to JSON. */
function headersOf(lines: string[], users: string[]): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = /^([^:\s]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    if (name.toLowerCase() !== 'content-type') headers[name] = value;
    else if (!/^application\/json\b/i.test(value)) return undefined;
  }
  const user = users.at(-1);
  if (user === undefined) return headers;
  return user.includes(':')
    ? { ...headers, authorization: `Basic ${Buffer.from(user).toString('base64')}` }
    : undefined;
}

/** Null for what is no number of seconds. */
function timeoutOf(seconds: string | undefined): string | null | undefined {
  if (seconds === undefined) return undefined;
  const length = Number(seconds);
  if (!(length > 0)) return null;
  return `${Math.round(Math.min(length, LONGEST_TIMEOUT) * 1000)}ms`.replace(/000ms$/, 's');
}
