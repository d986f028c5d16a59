import type { RemoteCacheConfig } from '../../config/cache-schema.js'
import { openServer } from '../remote/open-server.js'
import { sendUnsent } from '../remote/send-unsent.js'

/** Sends what runs had no time for, as the agent does; how many results these were. */
export async function sentAfterwards (
  home: string,
  remote: Partial<RemoteCacheConfig> & { url: string }
): Promise<number> {
  const open = async (): ReturnType<typeof openServer> =>
    await openServer({ access: 'read-write', ...remote }, { environment: {}, cwd: home })
  const server = await open()
  await server.close()
  const later = await sendUnsent({
    home,
    place: server.place,
    openServer: open,
    now: Date.now,
    signal: new AbortController().signal
  })
  return later?.sent ?? 0
}
