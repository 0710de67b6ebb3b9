import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { limits } from '../limits/limits.js';

/**
 * Bounds how many requests of one connection wait to be answered: HTTP/1.1 answers them in turn (RFC 9112, section 9.3.2), so
 * behind a stream of events any number would be kept. Browsers and proxies send one at a time; who sends too many is cut.
 */
export function boundedPipelines(listener: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    const count = (waiting.get(socket) ?? 0) + 1;
    if (count > limits.pipelined) return void socket.destroy();
    waiting.set(socket, count);
    response.once('close', () => waiting.set(socket, waiting.get(socket)! - 1));
    listener(request, response);
  };
}
