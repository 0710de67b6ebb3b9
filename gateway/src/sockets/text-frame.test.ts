import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { nextFrame, textFrame } from './text-frame.js';

it('a framed text of any length arrives as it was', async () => {
  const texts = ['', 'Kết quả', 'x'.repeat(125), 'x'.repeat(126), 'ế'.repeat(30_000), 'x'.repeat(70_000)];
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (_socket, request) => {
    for (const text of texts) request.socket.write(textFrame(text));
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const heard: string[] = [];
  client.on('message', (text) => heard.push(String(text)));
  await expect.poll(() => heard.length).toBe(texts.length);
  expect(heard).toEqual(texts);
  client.terminate();
  server.close();
});

it('a message is framed once for all who have it under one id', () => {
  const frame = nextFrame('1', '{"data":null}');
  expect(nextFrame('1', '{"data":null}')).toBe(frame);
  expect(String(nextFrame('"', '{"data":null}'))).toContain(
    '{"id":"\\"","type":"next","payload":{"data":null}}',
  );
  expect(String(nextFrame('1', '{"data":{}}'))).toContain('{"data":{}}');
});
