// Takes 25 s.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { buildPackline } from '../../test/support/agent-process.js'
import { quickRepository } from '../../test/support/quick-repository.js'
import { findExecutable } from '../processes/find-executable.js'
import { freePort } from '../processes/free-port.js'

const root = join(import.meta.dirname, '../..')
const path = `${process.env.PATH}:/usr/sbin:/sbin`

function find (program: string): string | undefined {
  try {
    return findExecutable(program, path)
  } catch {
    return undefined
  }
}

const key = 'a key of a test'
const restic = find('restic')
const strace = find('strace')
const skip = restic === undefined && 'Debian packages restic'

interface World {
  folder: string
  /** The backup or its drill, by the command line; `PATH` may be another one. */
  packline: (words: string[], programs?: string) => Promise<{ status: number | null, said: string }>
  record: () => { lastBackup?: object, lastDrill?: object, failed?: object }
  write: (text: string) => void
}

/** A Git repository to keep in `repository`; `env` goes into the file of credentials. */
function world (t: Test, repository: string, env: Record<string, string> = {}): World {
  const folder = t.testdir({ key, programs: {} })
  chmodSync(join(folder, 'key'), 0o600)
  const author = {
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@b',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@b'
  }
  const git = (...args: string[]): void => {
    execFileSync('git', args, { cwd: folder, env: { ...process.env, ...author }, stdio: 'ignore' })
  }
  git('init', '-q', '--bare', 'game.git')
  git('clone', '-q', 'game.git', 'wc')
  const write = (text: string): void => {
    writeFileSync(join(folder, 'wc/f'), text)
    git('-C', 'wc', 'add', 'f')
    git('-C', 'wc', 'commit', '-qm', 'x')
    git('-C', 'wc', 'push', '-q', 'origin', 'HEAD')
  }
  write('one')
  writeFileSync(
    join(folder, 'credentials'),
    Object.entries(env).map(([name, value]) => `${name}=${value}\n`).join(''),
    { mode: 0o600 }
  )
  writeFileSync(
    join(folder, 'agent.json'),
    JSON.stringify({
      backups: {
        repository: repository.replace('HERE', folder),
        passwordFile: 'key',
        ...Object.keys(env).length > 0 && { credentialsFile: 'credentials' },
        items: { it: { kind: 'git', path: 'game.git', keep: { daily: 1 } } }
      }
    })
  )
  const home = join(folder, 'home')
  return {
    folder,
    write,
    packline: async (words, programs = join(folder, 'programs')) => {
      const child = spawn(join(root, 'scripts/packline'), ['backup', ...words], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          PATH: `${programs}:${path}`,
          PACKLINE_HOME: home,
          PACKLINE_CONFIG: join(folder, 'agent.json'),
          PACKLINE_LANG: 'en'
        }
      })
      const parts: string[] = []
      for (const stream of [child.stdout, child.stderr]) stream.on('data', part => parts.push(String(part)))
      const [status] = await once(child, 'close') as [number | null]
      return { status, said: parts.join('') }
    },
    record: () => {
      const file = join(home, 'backups/it.json')
      return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as object : {}
    }
  }
}

function program (folder: string, name: string, script: string): void {
  writeFileSync(join(folder, 'programs', name), `#!/bin/sh\n${script}`, { mode: 0o755 })
}

t.before(buildPackline)

t.test(
  'killed in any phase, a backup and a drill are made anew, and what was kept is whole',
  { skip },
  async t => {
    const { folder, packline, record, write } = world(t, 'HERE/repository')
    quickRepository(join(folder, 'repository'), key)
    t.match(await packline(['run', 'it']), { status: 0 })
    // As a machine that loses its power: restic works, has its lock, and neither it nor packline ends by itself.
    program(
      folder,
      'restic',
      `for word; do [ "$word" != --json ] || continue; command=$word; break; done
if [ "$command" = "$(cat '${folder}/phase')" ]; then
  [ "$command" != forget ] || export GOMAXPROCS=1
  '${restic}' "$@" > /dev/null 2>&1 & pid=$!
  while kill -0 $pid 2> /dev/null && ! ls '${folder}/repository/locks' | grep -qv tmp; do sleep 0.002; done
  kill -9 $pid; kill -9 $PPID
  exit 1
fi
exec '${restic}' "$@"
`
    )
    const kept = record().lastBackup
    for (
      const [phase, words] of [['backup', 'run'], ['forget', 'run'], ['snapshots', 'drill'], [
        'restore',
        'drill'
      ]] as const
    ) {
      writeFileSync(join(folder, 'phase'), phase)
      write(`before ${phase}`)
      const drilled = record().lastDrill
      const killed = await packline([words, 'it'])
      t.equal(killed.status, null, `${phase}: ${killed.said}`)
      if (phase === 'backup') t.same(record().lastBackup, kept, 'a backup that was not finished is none')
      t.same(record().lastDrill, drilled, 'nor is a drill')
      writeFileSync(join(folder, 'phase'), 'none')
      const again = await packline([words, 'it'])
      t.equal(again.status, 0, `${phase}: ${again.said}`)
    }
    t.match(await packline(['verify', '--percent', '100']), { status: 0 })
    t.match(await packline(['drill', 'it']), { status: 0 })
  }
)

t.test('a repository that another machine prunes is waited for', { skip }, async t => {
  const { folder, packline } = world(t, 'HERE/repository')
  quickRepository(join(folder, 'repository'), key)
  t.match(await packline(['run', 'it']), { status: 0 })
  writeFileSync(join(folder, 'asked'), '')
  // As restic 0.14 says it; it stays for three questions.
  program(
    folder,
    'restic',
    `[ "$1" != backup ] || {
  echo >> '${folder}/asked'
  [ "$(wc -l < '${folder}/asked')" -gt 3 ] || {
    echo 'unable to create lock in backend: repository is already locked exclusively by PID 7 on other' >&2
    exit 1
  }
}
exec '${restic}' "$@"`
  )
  t.match(await packline(['run', 'it']), { status: 0 })
  t.equal(readFileSync(join(folder, 'asked'), 'utf8').length, 4)
})

t.test('a repository that can take no more is told, and what was kept stays', { skip }, async t => {
  const { folder, packline, record, write } = world(t, 'HERE/repository')
  quickRepository(join(folder, 'repository'), key)
  t.match(await packline(['run', 'it']), { status: 0 })
  const kept = record()
  // No file may grow over a limit (EFBIG): as near to a full disk as a process can be brought without mounting one.
  program(folder, 'restic', `trap '' XFSZ; ulimit -f 1; exec '${restic}' "$@"`)
  write('x'.repeat(100_000))
  const full = await packline(['run', 'it'])
  t.match(full, { status: 1, said: /BACKUP_STORE_FAILED/ })
  t.match(record(), { ...kept, failed: { what: 'backup' } })
  // What the system itself says of a full disk: of the lock, the next file, its folder.
  const isFull = (from: number): void =>
    program(
      folder,
      'restic',
      `exec '${strace}' -f -qq -o '${folder}/traced' -e trace=fsync -e inject=fsync:error=ENOSPC:when=${from}+ \
        '${restic}' "$@"`
    )
  for (const from of strace === undefined ? [] : [1, 3]) {
    isFull(from)
    write(`${from}`.repeat(50_000))
    t.match(await packline(['run', 'it']), {
      status: 1,
      said:
        /: (Fatal: .*)?sync [^\n]*no space left on device(; unable to create lock in backend)? \[BACKUP_STORE_FAILED\]/
    })
    t.match(record(), { ...kept, failed: { what: 'backup' } })
  }
  if (strace !== undefined) {
    isFull(1)
    const back = await packline(['restore', 'it', join(folder, 'back')])
    t.match(back, { status: 0 }, 'what is there can be had from a full disk')
  }
  program(folder, 'restic', `exec '${restic}' "$@"`)
  t.match(await packline(['verify', '--percent', '100']), { status: 0 })
  t.match(await packline(['run', 'it']), { status: 0 })
  t.match(await packline(['drill', 'it']), { status: 0 })
})

t.test('a bucket of S3 keeps backups, with keys from a file', { skip }, async t => {
  // s3rver 4 reckons the signature of a list otherwise than the official client.
  const S3rver: new(options: object) => { run: () => Promise<AddressInfo>, close: () => Promise<void> } =
    createRequire(import.meta.url)('@20minutes/s3rver')
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    allowMismatchedSignatures: true,
    directory: t.testdir(),
    configureBuckets: [{ name: 'backups' }]
  })
  const { port } = await server.run()
  t.teardown(async () => {
    await server.close()
  })
  await t.test('made, proven and read', async t => {
    const keys = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' }
    const { packline } = world(t, `s3:http://127.0.0.1:${port}/backups/farm`, keys)
    for (const words of [['run', 'it'], ['drill', 'it'], ['verify', '--percent', '100']]) {
      t.match(await packline(words), { status: 0 }, words.join(' '))
    }
  })
  await t.test('a server that is gone is no new repository', async t => {
    const { packline, record } = world(t, `s3:http://127.0.0.1:${await freePort()}/backups/farm`, {
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b'
    })
    t.match(await packline(['run', 'it']), { status: 1, said: /failed \(open\)/ })
    t.match(record(), { failed: { what: 'backup' }, lastBackup: undefined })
  })
})

t.test('a server reached by SFTP keeps backups', {
  skip: skip || find('sshd') === undefined && 'Debian packages openssh-server'
}, async t => {
  const { folder, packline } = world(t, `sftp:${userInfo().username}@127.0.0.1:HERE/far`)
  // That packline makes one where there is none is told by the bucket's test.
  quickRepository(join(folder, 'far'), key)
  const port = await freePort()
  for (const key of ['host', 'user']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)])
  }
  writeFileSync(join(folder, 'authorized'), readFileSync(join(folder, 'user.pub')), { mode: 0o600 })
  writeFileSync(
    join(folder, 'sshd.conf'),
    `Port ${port}\nListenAddress 127.0.0.1\nHostKey ${folder}/host\nAuthorizedKeysFile ${folder}/authorized\nStrictModes no
UsePAM no\nPidFile none\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n`
  )
  // sshd wants its folder of the system when root starts it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true })
  const server = spawn(find('sshd') ?? '', ['-D', '-f', join(folder, 'sshd.conf')], { stdio: 'ignore' })
  t.teardown(async () => {
    server.kill('SIGKILL')
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
  })
  program(
    folder,
    'ssh',
    `exec '${find('ssh')}' -F none -p ${port} -i '${folder}/user' -o BatchMode=yes -o IdentitiesOnly=yes \\
  -o UserKnownHostsFile='${folder}/known' -o StrictHostKeyChecking=accept-new "$@"`
  )
  while (spawnSync(join(folder, 'programs/ssh'), ['127.0.0.1', 'true'], { stdio: 'ignore' }).status !== 0) {
    if (server.exitCode !== null) throw new Error('sshd has ended')
    await delay(50)
  }
  for (const words of [['run', 'it'], ['drill', 'it'], ['verify', '--percent', '100']]) {
    t.match(await packline(words), { status: 0 }, words.join(' '))
  }
})
