#!/usr/bin/env node
// @ts-check
// `npm run receiver`: a webhook receiver to play with. It verifies signatures and prints what it gets.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */

const DEFAULT_PORT = 9000;
const BODY_LIMIT = 1024 * 1024;
const REMEMBERED = 10_000;

const USAGE = `npm run receiver -- [options]

  --secret whsec_…   verify signatures with this secret; may be given several times (or RECEIVER_SECRET, comma separated)
  --port 9000        port to listen on; without it the first free one from ${DEFAULT_PORT}
  --host 127.0.0.1   address to listen on
  --status 500       answer every webhook with this status, to play a failing endpoint
  --help

A receiver that runs takes another secret from this machine:  curl localhost:${DEFAULT_PORT}/secret -d whsec_…`;

const { Webhook } = await import('standardwebhooks').catch(() =>
  fail('The packages are not installed. Run npm ci (or npm start) first.'),
);
const options = readOptions();

/** One for each secret that is known. @type {Map<string, import('standardwebhooks').Webhook>} */
const webhooks = new Map();
for (const secret of options.secrets) {
  if (!learn(secret))
    fail(`"${secret}" is not a signing secret: it begins with whsec_ and goes on in base64.`);
}

/** The webhook-ids that were taken: a receiver drops what comes twice. @type {Set<string>} */
const taken = new Set();

const server = createServer((request, response) => {
  answer(request, response).catch((/** @type {Error} */ error) => {
    console.log(`A request was cut off: ${error.message}`);
    response.destroy();
  });
});
const port = await listen();
announce();

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

/** @param {Request} request @param {Response} response */
async function answer(request, response) {
  const path = request.url?.split('?')[0];
  if (request.method === 'GET' || request.method === 'HEAD')
    return reply(response, 200, { receiver: 'ready', secrets: webhooks.size });
  const body = await read(request);
  if (body === undefined) return reply(response, 413, { error: 'the body is larger than 1 MiB' });
  if (path === '/secret') return takeSecret(request, body, response);
  return takeWebhook(request, body, response);
}

/** @param {Request} request @param {string} body @param {Response} response */
function takeSecret(request, body, response) {
  if (!isLoopback(request.socket.remoteAddress))
    return reply(response, 403, { error: 'secrets are taken from this machine only' });
  if (!learn(body.trim()))
    return reply(response, 400, { error: 'the body has to be a signing secret, whsec_… in base64' });
  console.log(`A secret was added; ${webhooks.size} known.\n`);
  return reply(response, 200, { secrets: webhooks.size });
}

/** @param {Request} request @param {string} body @param {Response} response */
function takeWebhook(request, body, response) {
  const verdict = verify(request, body);
  show(request, body, verdict);
  if (verdict === 'wrong') return reply(response, 400, { error: 'the signature does not verify' });
  if (options.status !== 200)
    return reply(response, options.status, { error: `told to answer ${options.status}` });
  remember(header(request, 'webhook-id'));
  return reply(response, 200, { received: true });
}

/** @param {Request} request @param {string} body @returns {'verified' | 'unknown' | 'wrong'} */
function verify(request, body) {
  if (webhooks.size === 0) return 'unknown';
  const headers = /** @type {Record<string, string>} */ (request.headers);
  const verifies = [...webhooks.values()].some((webhook) => {
    try {
      webhook.verify(body, headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  });
  return verifies ? 'verified' : 'wrong';
}

/** @param {Request} request @param {string} body @param {ReturnType<typeof verify>} verdict */
function show(request, body, verdict) {
  const words = {
    verified: 'verified',
    unknown: 'not verified: no secret is known (see above)',
    wrong: 'NOT VERIFIED: the signature fits none of the known secrets; answered 400',
  };
  const id = header(request, 'webhook-id');
  const repeat = taken.has(id) ? ', a repeat' : '';
  const answered = verdict !== 'wrong' && options.status !== 200 ? `, answered ${options.status}` : '';
  console.log(`${new Date().toISOString()}  attempt ${header(request, 'etp-attempt')}${repeat}${answered}
  signature   ${words[verdict]}
  webhook-id  ${id}
  event       ${header(request, 'etp-event-id')} (source: ${header(request, 'etp-event-source')})
${pretty(body).replace(/^/gm, '  ')}
`);
}

/** @param {Request} request @param {string} name */
function header(request, name) {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '-';
}

/** @param {string} body */
function pretty(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** @param {string} id */
function remember(id) {
  taken.add(id);
  const [oldest] = taken;
  if (taken.size > REMEMBERED && oldest !== undefined) taken.delete(oldest);
}

/** Whether it is a secret at all. @param {string} secret */
function learn(secret) {
  try {
    if (!secret.startsWith('whsec_')) return false;
    webhooks.set(secret, new Webhook(secret));
    return true;
  } catch {
    return false;
  }
}

/** Undefined when there is too much of it. @param {Request} request @returns {Promise<string | undefined>} */
async function read(request) {
  /** @type {Buffer[]} */
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= BODY_LIMIT) chunks.push(chunk);
  }
  return length <= BODY_LIMIT ? Buffer.concat(chunks).toString('utf8') : undefined;
}

/** @param {Response} response @param {number} status @param {object} body */
function reply(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}

/** @param {string | undefined} address */
function isLoopback(address) {
  return address === '::1' || address?.replace('::ffff:', '').startsWith('127.') === true;
}

/** Only the default port moves on. @returns {Promise<number>} the port that it listens on */
async function listen() {
  const first = options.port ?? DEFAULT_PORT;
  const last = options.port === undefined ? first + 99 : first;
  for (let candidate = first; candidate <= last; candidate++) {
    const failure = await tryToListen(candidate);
    if (!failure) return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
    if (failure.code !== 'EADDRINUSE') fail(`It cannot listen on ${options.host}: ${failure.message}`);
  }
  return fail(
    options.port === undefined
      ? `No port from ${first} to ${last} is free. Choose one with --port.`
      : `Port ${first} is taken. Choose another, or leave --port out.`,
  );
}

/** @param {number} candidate @returns {Promise<NodeJS.ErrnoException | undefined>} */
function tryToListen(candidate) {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(candidate, options.host, () => {
      server.off('error', resolve);
      resolve(undefined);
    });
  });
}

function announce() {
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  const url = `http://${host}:${port}`;
  const moved = options.port === undefined && port !== DEFAULT_PORT ? ` (${DEFAULT_PORT} is taken)` : '';
  console.log(`Receiving webhooks at ${url}/${moved}. Ctrl-C stops.`);
  if (options.status !== 200) console.log(`Every one is answered with ${options.status}.`);
  if (webhooks.size === 0) {
    console.log(`Signatures are not verified: no secret is known. To give one, now or at the next start:
  curl ${url}/secret -d whsec_…
  npm run receiver -- --secret whsec_…`);
  }
  console.log();
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        secret: { type: 'string', multiple: true, default: [] },
        port: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        status: { type: 'string', default: '200' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const fromEnvironment = (process.env.RECEIVER_SECRET ?? '').split(',').map((secret) => secret.trim());
    return {
      secrets: [...values.secret, ...fromEnvironment].filter((secret) => secret !== ''),
      port: values.port === undefined ? undefined : number('--port', values.port, 0, 65_535),
      host: values.host,
      status: number('--status', values.status, 200, 599),
    };
  } catch (error) {
    return fail(`${/** @type {Error} */ (error).message}\n\n${USAGE}`);
  }
}

/** @param {string} name @param {string} text @param {number} least @param {number} most */
function number(name, text, least, most) {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new Error(`${name} needs to be a number from ${least} to ${most}.`);
  return value;
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(`✗ ${message}`);
  process.exit(1);
}
