import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSecret } from '../../config/secret.js'
import type { BackupItem } from '../../config/backup-schema.js'
import type { BackupKind } from '../backup-kind.js'
import { numberIn } from '../backup-kind.js'

const file = 'dump.rdb'
const socket = 'redis.sock'

/** A database of Redis: the server sends a snapshot of one moment (redis-cli --rdb). */
export const redisKind: BackupKind = {
  dump: async ({ item, tools, staging }) => {
    const copy = join(staging, file)
    const { passwordFile } = item
    const password = passwordFile === undefined ? undefined : await readSecret(passwordFile, {}, '/')
    await tools.ask('redis-cli', [...serverOf(item), '--rdb', copy], {
      work: 'rdb',
      environment: { REDISCLI_AUTH: password }
    })
    const checked = await tools.ask('redis-check-rdb', [copy], { work: 'check' })
    const of = (what: string): number =>
      numberIn('redis-check-rdb', 'check', checked, new RegExp(`\\[info\\] (\\d+) ${what}`))
    // What expires may be gone at any moment.
    return { folder: staging, facts: { keys: of('keys read') - of('expires') } }
  },

  prove: async ({ tools, restored, scratch }) => {
    await copyFile(join(restored, file), join(scratch, file))
    // By its name alone: the whole path of a socket may be too long for the system.
    const ask = ['-s', socket]
    let keys = 0
    await tools.serve(
      'redis-server',
      [
        '--port',
        '0',
        '--unixsocket',
        socket,
        '--dir',
        scratch,
        '--dbfilename',
        file,
        '--save',
        '',
        '--appendonly',
        'no'
      ],
      {
        cwd: scratch,
        isUp: async () =>
          (await tools.run('redis-cli', [...ask, 'PING'], { work: 'ask', cwd: scratch }))
            .out
            .toString()
            .trim() === 'PONG'
      },
      async () => {
        const info = await tools.ask('redis-cli', [...ask, 'INFO', 'keyspace'], { work: 'ask', cwd: scratch })
        for (const [, all, expire] of info.matchAll(/^db\d+:keys=(\d+),expires=(\d+)/gm)) {
          keys += Number(all) - Number(expire)
        }
      }
    )
    return { keys }
  }
}

function serverOf ({ path }: BackupItem): string[] {
  const [, host, port] = /^([^/]+):(\d+)$/.exec(path) ?? []
  return host === undefined || port === undefined ? ['-s', path] : ['-h', host, '-p', port]
}
