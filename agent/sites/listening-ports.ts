import { readFile, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '../errors.js'

export interface Listener {
  port: number
  /** What listens, where this user may see it: its name and process id. */
  process?: string
}

const listening = '0A'

/** Which TCP ports of this machine are listened on, and by what: proc_pid_net(5), proc_pid_fd(5). */
export async function listeningPorts (proc = '/proc'): Promise<Map<number, Listener>> {
  const sockets = new Map<string, number>()
  for (const table of ['tcp', 'tcp6']) {
    for (const line of (await readTable(join(proc, 'net', table))).split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
      if (state === listening) {
        sockets.set(
          inode,
          Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16)
        )
      }
    }
  }
  const found = new Map([...sockets.values()].map((port): [number, Listener] => [port, { port }]))
  for (const [inode, process] of await ownersOf(proc, sockets)) {
    const port = sockets.get(inode)
    if (port !== undefined) found.set(port, { port, process })
  }
  return found
}

async function ownersOf (proc: string, sockets: ReadonlyMap<string, number>): Promise<Map<string, string>> {
  const owners = new Map<string, string>()
  for (const id of await readdir(proc)) {
    if (!/^\d+$/.test(id)) continue
    try {
      const links = await Promise.all(
        (await readdir(join(proc, id, 'fd'))).map(async each => await linkOf(join(proc, id, 'fd', each)))
      )
      const inodes = links.flatMap(link => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [])
      if (!inodes.some(inode => sockets.has(inode))) continue
      const name = (await readFile(join(proc, id, 'comm'), 'utf8')).trim()
      for (const inode of inodes) owners.set(inode, `${name} (${id})`)
    } catch (error) {
      // Another user's, or gone by now.
      if (!hasCode(error, 'EACCES') && !hasCode(error, 'ENOENT') && !hasCode(error, 'ESRCH')) throw error
    }
  }
  return owners
}

async function linkOf (path: string): Promise<string> {
  return await readlink(path).catch(() => '')
}

async function readTable (path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    // A machine without IPv6 has no table of it.
    if (hasCode(error, 'ENOENT')) return ''
    throw error
  }
}
