// @ts-check
import { createSocket } from 'node:dgram';
import { isIPv4 } from 'node:net';

/**
 * What a name has: for each question of a type the addresses of one answer, the last one for ever. A name with `CNAME`
 * has what that one has, `silent` never gets an answer, and a name that is not there does not exist.
 * @typedef {{ A?: string[][], AAAA?: string[][], CNAME?: string, silent?: boolean }} Name
 */

const TYPES = /** @type {const} */ ({ 1: 'A', 28: 'AAAA' });
const CNAME = 5;
const NO_SUCH_NAME = 3;

/** A name server of few words (RFC 1035): UDP, answers that live for 0 seconds, and all that it was asked. */
export class DnsServer {
  /** @type {Record<string, Name>} */
  names = {};
  /** Questions as they came, as `A name`. @type {string[]} */
  asked = [];
  #socket = createSocket('udp4');

  /** @param {number} port @param {string} address */
  listen(port, address) {
    this.#socket.on('message', (query, { port, address }) => {
      const answer = this.#answer(query);
      if (answer) this.#socket.send(answer, port, address);
    });
    return new Promise((resolve) => this.#socket.bind(port, address, () => resolve(undefined)));
  }

  /** @param {Buffer} query */
  #answer(query) {
    const { labels, end } = readName(query);
    const question = query.subarray(12, end + 4);
    const type = TYPES[/** @type {1 | 28} */ (query.readUInt16BE(end))] ?? 'other';
    const name = labels.toLowerCase();
    this.asked.push(`${type} ${name}`);
    const known = this.names[name];
    if (known?.silent) return undefined;
    const target = known?.CNAME;
    const records = target ? [record('c00c', CNAME, encodeName(target))] : [];
    const owner = target ? encodeName(target).toString('hex') : 'c00c';
    for (const address of this.#addresses(target ?? name, type))
      records.push(record(owner, isIPv4(address) ? 1 : 28, bytesOf(address)));
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8580 | (known ? 0 : NO_SUCH_NAME), 2); // an authoritative answer, recursion available
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    return Buffer.concat([header, question, ...records]);
  }

  /** @param {string} name @param {'A' | 'AAAA' | 'other'} type */
  #addresses(name, type) {
    const answers = type === 'other' ? undefined : this.names[name]?.[type];
    return (answers && answers.length > 1 ? answers.shift() : answers?.[0]) ?? [];
  }
}

/** @param {Buffer} query */
function readName(query) {
  const labels = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { labels: labels.join('.'), end: at + 1 };
}

/** @param {string} name */
const encodeName = (name) =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

/** @param {string} owner in hex @param {number} type @param {Buffer} data */
function record(owner, type, data) {
  const fields = Buffer.alloc(10);
  fields.writeUInt16BE(type, 0);
  fields.writeUInt16BE(1, 2);
  fields.writeUInt16BE(data.length, 8);
  return Buffer.concat([Buffer.from(owner, 'hex'), fields, data]);
}

/** @param {string} address IPv4, or IPv6 in full: eight groups */
const bytesOf = (address) =>
  isIPv4(address)
    ? Buffer.from(address.split('.').map(Number))
    : Buffer.from(
        address
          .split(':')
          .map((group) => group.padStart(4, '0'))
          .join(''),
        'hex',
      );
