import type { Duplex } from "node:stream";

// What happened is told to thousands in the same bytes, behind a few that are each one's own. Given
// to `ws` as text, it would be encoded and copied for each of them; so it is encoded once, and the
// frame of RFC 6455 is put around it here. `ws` writes its own frames whole and compresses none, so
// neither comes between the parts of the other.

const FINAL_TEXT = 0x81;
/** Longer ones are not copied for each, but handed to the socket as they are. */
const COPIED_BYTES = 4 * 1024;
const CLOSING = Buffer.from("}");

/** Writes one text frame: what is this client's own, what all are sent, and the brace that closes it. */
export function writeTextFrame(socket: Duplex, own: Buffer, shared: Buffer): void {
  const length = own.length + shared.length + CLOSING.length;
  const headLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const isCopied = length <= COPIED_BYTES;
  const first = Buffer.allocUnsafe(headLength + (isCopied ? length : own.length));
  first[0] = FINAL_TEXT;
  if (headLength === 2) first[1] = length;
  else if (headLength === 4) {
    first[1] = 126;
    first.writeUInt16BE(length, 2);
  } else {
    first[1] = 127;
    first.writeBigUInt64BE(BigInt(length), 2);
  }
  own.copy(first, headLength);
  if (isCopied) {
    shared.copy(first, headLength + own.length);
    CLOSING.copy(first, headLength + length - CLOSING.length);
    socket.write(first);
    return;
  }
  socket.cork();
  socket.write(first);
  socket.write(shared);
  socket.write(CLOSING);
  socket.uncork();
}
