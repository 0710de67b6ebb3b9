/** The first byte of a frame that is a whole text (RFC 6455, section 5.2). */
const wholeText = 0x81;

/**
 * Writes a text as one frame of a server: not masked, not compressed. Made once, it can be written to any number of
 * sockets.
 */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = wholeText;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
}

/** The last message of a subscription that was framed: a share's subscribers often have one id, and get it in turn. */
let last: { id: string; payload: string; frame: Buffer } = { id: '', payload: '', frame: Buffer.alloc(0) };

/** The frame of a `next` message; `payload` is JSON. */
export function nextFrame(id: string, payload: string): Buffer {
  if (last.payload !== payload || last.id !== id) {
    last = {
      id,
      payload,
      frame: textFrame(`{"id":${JSON.stringify(id)},"type":"next","payload":${payload}}`),
    };
  }
  return last.frame;
}
