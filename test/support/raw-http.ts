import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import type { Problem } from './contract.js';

export interface RawAnswer<T = Problem> {
  status: number;
  headers: IncomingHttpHeaders;
  body: T;
}

/** A request with whatever header fields, also those that `fetch` keeps to itself: Host, Origin, Sec-Fetch-Site. */
export function rawRequest<T = Problem>(
  origin: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<RawAnswer<T>> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const setHost = !('Host' in headers);
    const sent = request({ hostname, port, method, path, headers, setHost, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = /\bjson\b/.test(answer.headers['content-type'] ?? '');
        const parsed = (isJson ? JSON.parse(text) : text) as T;
        resolve({ status: answer.statusCode!, headers: answer.headers, body: parsed });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends bytes that need not be HTTP; settles with all that came back when the other side has closed the connection. */
export function rawBytes(origin: string, ...parts: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname, () => parts.forEach((part) => socket.write(part)));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('close', () => resolve(text)).on('error', (error) => (text ? resolve(text) : reject(error)));
  });
}
