import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { SessionSocket } from './session-socket.js';

it('tells its one listener of frames, signs of life and the end', async () => {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    clientTracking: false,
    WebSocket: SessionSocket,
  });
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [socket] = (await once(server, 'connection')) as [SessionSocket];
  const told: unknown[] = [];
  const ended = new Promise<void>((resolve) => {
    socket.listener = {
      take: (frame, isBinary) => {
        told.push([String(frame), isBinary]);
        socket.ping();
      },
      heard: () => {
        told.push('heard');
        client.close(4000);
      },
      closed: (code) => {
        told.push(code);
        resolve();
      },
    };
  });
  if (client.readyState === WebSocket.CONNECTING) await once(client, 'open');
  client.send('hello');
  await ended;
  expect(told).toEqual([['hello', false], 'heard', 4000]);
  await new Promise((resolve) => server.close(resolve));
});
