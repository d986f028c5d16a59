// slow-file-system.mjs SOURCE MOUNT-POINT DELAY-MS: shows SOURCE at MOUNT-POINT through FUSE, each answer
// DELAY-MS late, as the mounted folders of containers on a Mac are slow. For tests; it speaks the kernel's
// protocol (linux/fuse.h, 7.31) by itself and prints "ready" once mounted. It unmounts when its input ends.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  futimesSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  read,
  readSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  statfsSync,
  symlinkSync,
  chmodSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeSync
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const [source, mountPoint, delay] = process.argv.slice(2)
const headerBytes = 16
const device = openSync('/dev/fuse', 'r+')
const mounted = spawnSync('mount', [
  '-i',
  '-t',
  'fuse',
  '-o',
  'fd=3,rootmode=40000,user_id=0,group_id=0',
  'packline-slow',
  mountPoint
], { stdio: ['ignore', 'pipe', 'pipe', device] })
if (mounted.status !== 0) {
  console.log(`no FUSE mount: ${mounted.error?.message ?? mounted.stderr.toString().trim()}`)
  process.exit(1)
}

const paths = new Map([[1n, '']])
const ids = new Map([['', 1n]])
const folders = new Map()
let lastId = 1n

function idOf (path) {
  let id = ids.get(path)
  if (id === undefined) {
    id = ++lastId
    ids.set(path, id)
    paths.set(id, path)
  }
  return id
}

function forgetPath (path) {
  ids.delete(path)
}

function movePaths (from, to) {
  for (const [path, id] of [...ids]) {
    if (path !== from && !path.startsWith(`${from}/`)) continue
    ids.delete(path)
    const moved = to + path.slice(from.length)
    ids.set(moved, id)
    paths.set(id, moved)
  }
}

function full (path) {
  return join(source, path)
}
function below (id, name) {
  return paths.get(id) === '' ? name : `${paths.get(id)}/${name}`
}
function textAt (bytes, at) {
  return bytes.toString('utf8', at, bytes.indexOf(0, at))
}

function attributes (status) {
  const out = Buffer.alloc(88)
  const times = [status.atimeNs, status.mtimeNs, status.ctimeNs]
  for (
    const [index, value] of [
      status.ino,
      status.size,
      status.blocks,
      ...times.map(time => time / 1_000_000_000n)
    ]
      .entries()
  ) out.writeBigUInt64LE(value, index * 8)
  for (
    const [index, value] of [
      ...times.map(time => time % 1_000_000_000n),
      status.mode,
      status.nlink,
      status.uid,
      status.gid,
      0n,
      4096n,
      0n
    ]
      .entries()
  ) out.writeUInt32LE(Number(value), 48 + index * 4)
  return out
}

function entry (path) {
  const out = Buffer.alloc(40)
  const status = lstatSync(full(path), { bigint: true })
  out.writeBigUInt64LE(idOf(path), 0)
  return Buffer.concat([out, attributes(status)])
}

function attributesOf (status) {
  return Buffer.concat([Buffer.alloc(16), attributes(status)])
}

function opened (handle) {
  const out = Buffer.alloc(16)
  out.writeBigUInt64LE(BigInt(handle), 0)
  return out
}

function listing (id) {
  const parts = readdirSync(full(paths.get(id)), { withFileTypes: true }).map((each, index) => {
    const name = Buffer.from(each.name)
    const part = Buffer.alloc(24 + Math.ceil(name.length / 8) * 8)
    part.writeBigUInt64LE(1n, 0)
    part.writeBigUInt64LE(BigInt(index + 1), 8)
    part.writeUInt32LE(name.length, 16)
    part.writeUInt32LE(each.isDirectory() ? 4 : each.isSymbolicLink() ? 10 : 8, 20)
    name.copy(part, 24)
    return part
  })
  return parts
}

function setAttributes (id, body) {
  const path = full(paths.get(id))
  const valid = body.readUInt32LE(0)
  const handle = valid & 64 ? Number(body.readBigUInt64LE(8)) : undefined
  if (valid & 1) {
    handle === undefined
      ? chmodSync(path, body.readUInt32LE(68) & 0o7777)
      : fchmodSync(handle, body.readUInt32LE(68) & 0o7777)
  }
  if (valid & 8) {
    handle === undefined
      ? truncateSync(path, Number(body.readBigUInt64LE(16)))
      : ftruncateSync(handle, Number(body.readBigUInt64LE(16)))
  }
  if (valid & (16 | 32 | 128 | 256)) {
    const now = Date.now() / 1000
    const seconds = (at, nanoseconds) =>
      Number(body.readBigUInt64LE(at)) + body.readUInt32LE(nanoseconds) / 1e9
    const atime = valid & 16 && !(valid & 128) ? seconds(32, 56) : now
    const mtime = valid & 32 && !(valid & 256) ? seconds(40, 60) : now
    handle === undefined ? utimesSync(path, atime, mtime) : futimesSync(handle, atime, mtime)
  }
  return attributesOf(
    handle === undefined ? lstatSync(path, { bigint: true }) : fstatSync(handle, { bigint: true })
  )
}

function renamed (id, body, namesAt, flags) {
  if ((flags & ~1) !== 0) throw Object.assign(new Error('no exchange here'), { errno: -22 })
  const from = textAt(body, namesAt)
  const to = textAt(body, namesAt + Buffer.byteLength(from) + 1)
  const [before, after] = [below(id, from), below(body.readBigUInt64LE(0), to)]
  if (flags & 1 && lstatSync(full(after), { throwIfNoEntry: false }) !== undefined) {
    throw Object.assign(new Error('it is there'), { errno: -17 })
  }
  renameSync(full(before), full(after))
  forgetPath(after)
  movePaths(before, after)
}

function space () {
  const { blocks, bfree, bavail, files, ffree, bsize } = statfsSync(source, { bigint: true })
  const out = Buffer.alloc(80)
  for (const [index, value] of [blocks, bfree, bavail, files, ffree].entries()) {
    out.writeBigUInt64LE(value, index * 8)
  }
  for (const [index, value] of [Number(bsize), 255, Number(bsize)].entries()) {
    out.writeUInt32LE(value, 40 + index * 4)
  }
  return out
}

/** The answer's body for each operation; undefined for those that want none. */
const operations = {
  1: (id, body) => entry(below(id, textAt(body, 0))),
  3: (id, body) =>
    attributesOf(
      body.readUInt32LE(0) & 1
        ? fstatSync(Number(body.readBigUInt64LE(8)), { bigint: true })
        : lstatSync(full(paths.get(id)), { bigint: true })
    ),
  4: setAttributes,
  5: id => Buffer.from(readlinkSync(full(paths.get(id)))),
  6: (id, body) => {
    const name = textAt(body, 0)
    symlinkSync(textAt(body, Buffer.byteLength(name) + 1), full(below(id, name)))
    return entry(below(id, name))
  },
  9: (id, body) => {
    const path = below(id, textAt(body, 8))
    mkdirSync(full(path), { mode: body.readUInt32LE(0) & 0o7777 })
    return entry(path)
  },
  10: (id, body) => {
    unlinkSync(full(below(id, textAt(body, 0))))
    forgetPath(below(id, textAt(body, 0)))
  },
  11: (id, body) => {
    rmdirSync(full(below(id, textAt(body, 0))))
    forgetPath(below(id, textAt(body, 0)))
  },
  12: (id, body) => {
    renamed(id, body, 8, 0)
  },
  13: (id, body) => {
    const path = below(id, textAt(body, 8))
    linkSync(full(paths.get(body.readBigUInt64LE(0))), full(path))
    return entry(path)
  },
  14: (id, body) =>
    opened(
      openSync(
        full(paths.get(id)),
        body.readUInt32LE(0) & ~(constants.O_CREAT | constants.O_EXCL | constants.O_NOCTTY)
      )
    ),
  15: (_, body) => {
    const out = Buffer.alloc(body.readUInt32LE(16))
    return out.subarray(
      0,
      readSync(Number(body.readBigUInt64LE(0)), out, 0, out.length, Number(body.readBigUInt64LE(8)))
    )
  },
  16: (_, body) => {
    const size = body.readUInt32LE(16)
    const out = Buffer.alloc(8)
    out.writeUInt32LE(
      writeSync(Number(body.readBigUInt64LE(0)), body, 40, size, Number(body.readBigUInt64LE(8))),
      0
    )
    return out
  },
  17: space,
  18: (_, body) => {
    closeSync(Number(body.readBigUInt64LE(0)))
  },
  20: () => Buffer.alloc(0),
  25: () => Buffer.alloc(0),
  26: (_, body) => {
    const out = Buffer.alloc(64)
    out.writeUInt32LE(7, 0)
    out.writeUInt32LE(31, 4)
    out.writeUInt32LE(body.readUInt32LE(8), 8)
    // Lookups and reads of one folder at a time would hide what many at a time gain: FUSE_ASYNC_READ and
    // FUSE_PARALLEL_DIROPS.
    out.writeUInt32LE(body.readUInt32LE(12) & (1 | 1 << 18), 12)
    out.writeUInt16LE(64, 16)
    out.writeUInt16LE(48, 18)
    out.writeUInt32LE(131072, 20)
    out.writeUInt32LE(1, 24)
    return out
  },
  27: id => {
    const handle = lastHandle++
    folders.set(handle, listing(id))
    return opened(handle)
  },
  28: (_, body) => {
    const [parts, from, size] = [
      folders.get(Number(body.readBigUInt64LE(0))),
      Number(body.readBigUInt64LE(8)),
      body.readUInt32LE(16)
    ]
    const fitting = []
    for (
      let index = from, length = 0;
      index < parts.length && (length += parts[index].length) <= size;
      index++
    ) fitting.push(parts[index])
    return Buffer.concat(fitting)
  },
  29: (_, body) => {
    folders.delete(Number(body.readBigUInt64LE(0)))
  },
  30: () => Buffer.alloc(0),
  35: (id, body) => {
    const path = below(id, textAt(body, 16))
    const handle = openSync(
      full(path),
      body.readUInt32LE(0) | constants.O_CREAT,
      body.readUInt32LE(4) & 0o7777
    )
    return Buffer.concat([entry(path), opened(handle)])
  },
  45: (id, body) => {
    renamed(id, body, 16, body.readUInt32LE(8))
  }
}
let lastHandle = 1
const withoutAnswer = new Set([2, 36, 42])

function answer (unique, error, body = Buffer.alloc(0)) {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32LE(headerBytes + body.length, 0)
  header.writeInt32LE(error, 4)
  header.writeBigUInt64LE(unique, 8)
  try {
    writeSync(device, Buffer.concat([header, body]))
  } catch { /* whoever asked has gone */ }
}

async function handle (request) {
  const [opcode, unique, id] = [
    request.readUInt32LE(4),
    request.readBigUInt64LE(8),
    request.readBigUInt64LE(16)
  ]
  if (withoutAnswer.has(opcode)) return
  await wait(Number(delay))
  try {
    const operation = operations[opcode]
    if (operation === undefined) answer(unique, -38)
    else answer(unique, 0, operation(id, request.subarray(40)))
  } catch (error) {
    answer(unique, error.errno ?? -5)
  }
}

function next () {
  const buffer = Buffer.alloc(1024 * 1024)
  read(device, buffer, 0, buffer.length, null, (error, length) => {
    if (error?.code === 'ENODEV') process.exit()
    if (error === null) handle(Buffer.from(buffer.subarray(0, length)))
    next()
  })
}

process.stdin.resume().on('end', () => {
  execFileSync('umount', ['-l', mountPoint])
  process.exit()
})
next()
console.log('ready')
