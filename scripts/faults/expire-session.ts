import { connect } from 'node:net'
import { once } from 'node:events'

const closeSession = -11

/**
 * Ends somebody's session at the servers, as they do by themselves after its timeout. `hello` is the server's
 * answer to its handshake.
 */
export async function expireSession (port: number, hello: Buffer): Promise<void> {
  const [timeout, session, password] = [hello.subarray(8, 12), hello.subarray(12, 20), hello.subarray(24, 40)]
  const socket = connect(port, '127.0.0.1')
  socket.setTimeout(2000, () => socket.destroy())
  socket.on('error', () => {})
  const handshake = Buffer.concat([Buffer.alloc(12), timeout, session, int(16), password])
  socket.write(Buffer.concat([int(handshake.length), handshake]))
  await once(socket, 'data')
  socket.write(Buffer.concat([int(8), int(1), int(closeSession)]))
  if (!socket.destroyed) await once(socket, 'close')
}

function int (value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
