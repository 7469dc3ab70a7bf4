// @ts-check
import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DnsServer } from './dns-server.mjs';

/**
 * Runs in a network namespace of its own, of which nothing leads out: a name server, a receiver on every address below,
 * and the product's own guard and sender as they were built. It sends what it is told to over its channel.
 *
 * @typedef {{ allow: string, names: Record<string, import('./dns-server.mjs').Name>, sends: { url: string, timeoutMs: number }[] }} Experiment
 * @typedef {import('../../../libs/deliveries/src/sending/attempt.js').SendResult} SendResult
 * @typedef {{ results: SendResult[], reached: string[], asked: string[] }} Findings
 */

const BUILT = join(import.meta.dirname, '..', '..', '..', 'dist', 'libs');
const ADDRESSES = (process.env['LAB_ADDRESSES'] ?? '').split(' ');

/** @param {string[]} args */
function ip(...args) {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr}`);
}

ip('link', 'set', 'lo', 'up');
for (const address of ADDRESSES) ip('address', 'add', `${address}/32`, 'dev', 'lo');
// a machine without an IPv6 address of its own is not told of any (getaddrinfo's AI_ADDRCONFIG)
if (existsSync('/proc/net/if_inet6')) ip('address', 'add', '2606:4700::99/128', 'dev', 'lo', 'nodad');
ip('route', 'add', 'default', 'dev', 'lo'); // whatever goes anywhere else vanishes without a word

const dns = new DnsServer();
await dns.listen(53, '127.0.0.1');

/** Addresses that were connected to. @type {string[]} */
let reached = [];
const receiver = createServer((request, response) => {
  request.resume();
  const status = request.url === '/redirect' ? 302 : 200;
  response
    .writeHead(status, { connection: 'close', location: 'http://169.254.169.254/' })
    .end('inner secret');
}).on('connection', (socket) => reached.push(socket.localAddress ?? ''));
await new Promise((resolve) => receiver.listen(80, '0.0.0.0', () => resolve(undefined)));

const { Config } = await import(join(BUILT, 'config/src/index.js'));
const { Clock } = await import(join(BUILT, 'clock/src/index.js'));
const { AddressGuard } = await import(join(BUILT, 'deliveries/src/destinations/address-guard.js'));
const { BullmqSender } = await import(join(BUILT, 'deliveries/src/sending/bullmq-sender.js'));
const { HttpSender } = await import(join(BUILT, 'deliveries/src/sending/http-sender.js'));

const JOB = { guarded: true, prefix: 'users', queue: 'orders', id: 'message', name: 'event', data: {} };

/** @param {Experiment} experiment @returns {Promise<Findings>} */
async function run({ allow, names, sends }) {
  const config = new Config({
    APP_SECRET: 'a-secret-of-the-tests-0123456789abcdef',
    DATABASE_URL: 'postgres://nowhere',
    QUEUE_BACKEND: 'postgres',
    DELIVERY_ALLOW: allow,
  });
  const guard = new AddressGuard(config);
  const sender = new HttpSender(guard, new Clock());
  const queues = new BullmqSender(guard);
  dns.names = names;
  dns.asked = [];
  reached = [];
  const results = await Promise.all(
    sends.map((send) =>
      send.url.startsWith('redis')
        ? queues.send({ redisUrl: send.url, timeoutMs: send.timeoutMs, ...JOB })
        : sender.send({ ...send, method: 'POST', headers: {}, body: '{}' }),
    ),
  );
  queues.onApplicationShutdown();
  await sender.onApplicationShutdown();
  return { results, reached, asked: dns.asked };
}

process.on('message', (/** @type {Experiment} */ experiment) => {
  void run(experiment).then((findings) => process.send?.(findings));
});
process.send?.('ready');
