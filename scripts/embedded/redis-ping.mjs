// @ts-check
import { connect } from 'node:net';

/**
 * Whether a Redis on this port of the loopback takes our password and is done loading. Spoken by hand: the client of
 * the applications would reconnect and log on its own account.
 * @param {number} port @param {string} password
 * @returns {Promise<boolean>}
 */
export function answersPing(port, password) {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1', timeout: 1000 });
    const finish = () => {
      socket.destroy();
      resolve(answer.startsWith('+OK\r\n+PONG'));
    };
    socket.setEncoding('utf8').once('error', finish).once('timeout', finish).once('close', finish);
    socket.on('data', (chunk) => {
      answer += chunk;
      if (answer.split('\r\n').length > 2) finish();
    });
    socket.write(`AUTH ${password}\r\nPING\r\n`);
  });
}
